namespace Hone.Training.Text;

/// <summary>How large a corpus may be.</summary>
public sealed record CorpusLimits
{
    /// <summary>Unicode code points of one document.</summary>
    public int DocumentCharacters { get; init; } = 10_000_000;

    /// <summary>Documents of one corpus.</summary>
    public long Documents { get; init; } = 100_000_000;

    /// <summary>Bytes of one line of the upload; what is held in memory at a time.</summary>
    public int LineBytes { get; init; } = 64 * 1024 * 1024;
}
