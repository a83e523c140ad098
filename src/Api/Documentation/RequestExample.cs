namespace Hone.Api.Documentation;

/// <summary>An example of a route's JSON body, for people to try. It must work when sent.</summary>
internal sealed record RequestExample(object Value);
