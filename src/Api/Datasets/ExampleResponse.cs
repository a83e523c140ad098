namespace Hone.Api.Datasets;

/// <summary>One example of a data set.</summary>
/// <param name="Number">Its place in its split, counted from 1.</param>
/// <param name="Text">The text.</param>
/// <param name="Label">What it is.</param>
public sealed record ExampleResponse(long Number, string Text, string Label);
