namespace Hone.Training.Predictions;

/// <summary>How large a file of inputs may be, and its rows.</summary>
public sealed record RowLimits
{
    /// <summary>Rows of a file.</summary>
    public long Rows { get; init; } = 10_000_000;

    /// <summary>Bytes of one row; a longer one is not read.</summary>
    public int RowBytes { get; init; } = 1024 * 1024;

    /// <summary>UTF-16 units of one text of a row.</summary>
    public int InputCharacters { get; init; } = 100_000;

    /// <summary>Texts that one row may be compared with.</summary>
    public int Candidates { get; init; } = 1000;
}
