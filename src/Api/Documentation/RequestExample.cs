namespace Hone.Api.Documentation;

/// <summary>An example of what a route is sent, for people to try. It must work when sent.</summary>
/// <param name="Value">For a JSON body the value; for a query or form an anonymous object of its fields, for a raw body its text.</param>
internal sealed record RequestExample(object Value);
