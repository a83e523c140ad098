namespace Hone.Api.Documentation;

/// <summary>An example of a route's JSON body, for people to try. It must work when sent, if what it names is there.</summary>
/// <param name="Value">The body.</param>
/// <param name="Name">What it is an example of, where a route has several.</param>
internal sealed record RequestExample(object Value, string? Name = null);
