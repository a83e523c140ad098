namespace Hone.Domain.Datasets;

/// <summary>A data set as a model's tokenizer cuts it.</summary>
public sealed record TokenReport
{
    /// <summary>The model.</summary>
    public required string Model { get; init; }

    /// <summary>Its version.</summary>
    public required int Version { get; init; }

    /// <summary>How many rows were cut: all, or, where there are more than <c>Limits:Dataset:TokenizedRows</c>, so many of them.</summary>
    public required long Rows { get; init; }

    /// <summary>How many rows there are.</summary>
    public required long Of { get; init; }

    /// <summary>
    /// Length of the texts in tokens, those that the model puts around them included, per split. What is longer than the <c>maxLength</c> of a model loses its end or, where
    /// words are tagged, is read in several pieces. Of a pair for sentence similarity it is that of the longer text, since each is read by itself.
    /// </summary>
    public required IReadOnlyDictionary<SplitName, LengthSummary> Lengths { get; init; }

    /// <summary>How many spans begin or end within a token, so that the model cannot tell where; null for tasks without spans.</summary>
    public long? SpansThatCutTokens { get; init; }

    /// <summary>The first of them; null for tasks without spans.</summary>
    public IReadOnlyList<CutToken>? CutTokens { get; init; }
}
