namespace Hone.Api.Documentation;

/// <summary>Says that a route can answer with server-sent events.</summary>
/// <param name="Type">What the data of each event is.</param>
internal sealed record AnswerStream(Type Type);
