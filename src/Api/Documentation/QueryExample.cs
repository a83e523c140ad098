namespace Hone.Api.Documentation;

/// <summary>An example of a route's query, for people to try. It must work when sent.</summary>
internal sealed record QueryExample(object Value);
