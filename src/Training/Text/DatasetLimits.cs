namespace Hone.Training.Text;

/// <summary>How large a data set may be, and from where on it is remarkable.</summary>
public sealed record DatasetLimits
{
    /// <summary>Rows of all parts together.</summary>
    public long Rows { get; init; } = 10_000_000;

    /// <summary>Different labels.</summary>
    public int Labels { get; init; } = 10_000;

    /// <summary>Unicode code points of one label.</summary>
    public int LabelCharacters { get; init; } = 200;

    /// <summary>Unicode code points of one text.</summary>
    public int TextCharacters { get; init; } = 100_000;

    /// <summary>Words of one row, where rows come with words.</summary>
    public int Words { get; init; } = 10_000;

    /// <summary>Bytes of one row; what is held in memory at a time.</summary>
    public int RowBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Texts of more code points get a warning: a model reads only the beginning of them.</summary>
    public int LongTextCharacters { get; init; } = 8_000;

    /// <summary>Labels with fewer rows to train on get a warning.</summary>
    public int RareLabelRows { get; init; } = 5;

    /// <summary>A label that at least this part of the rows to learn from has gets a warning, where each row has one label.</summary>
    public double SkewedLabelFraction { get; init; } = 0.8;

    /// <summary>
    /// A split whose labels are distributed this much unlike those of train gets a warning: half the sum of the differences of their parts, from 0
    /// to 1.
    /// </summary>
    public double LabelShift { get; init; } = 0.2;

    /// <summary>Nearly identical texts are sought among so many rows and not among more; a row takes 64 bytes of memory for it.</summary>
    public int NearDuplicateRows { get; init; } = 1_000_000;

    /// <summary>
    /// Among so many rows labels that are probably wrong are sought, drawn by the seed of the split where there are more; 0 seeks none. A row takes up to some kilobytes
    /// of memory for it.
    /// </summary>
    public int LabelNoiseRows { get; init; } = 20_000;

    /// <summary>So many rows are cut into tokens for a report that names a model, drawn by a fixed seed where there are more.</summary>
    public int TokenizedRows { get; init; } = 20_000;
}
