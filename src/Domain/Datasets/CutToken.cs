namespace Hone.Domain.Datasets;

/// <summary>A span that begins or ends within a token.</summary>
/// <param name="Split">The split of its row.</param>
/// <param name="Number">The row's place among the examples of the split, counted from 1.</param>
/// <param name="Label">What the span is.</param>
/// <param name="Span">The text of the span.</param>
/// <param name="Token">The text of the token that it cuts.</param>
/// <param name="Text">The beginning of the row's text on one line.</param>
public sealed record CutToken(SplitName Split, long Number, string Label, string Span, string Token, string Text);
