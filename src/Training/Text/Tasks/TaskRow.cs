namespace Hone.Training.Text.Tasks;

/// <summary>What the row of an upload says, for whatever task.</summary>
/// <param name="Line">The line it begins on, from 1.</param>
internal sealed record TaskRow(long Line)
{
    /// <summary>The example in canonical form; null where the row cannot be used, which is reported then, or is <see cref="IsEmpty"/>.</summary>
    public object? Example { get; init; }

    /// <summary>Whether the row has no text but white space: it is left out.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>All its text: rows with the same are duplicates.</summary>
    public string Text { get; init; } = "";

    /// <summary>Code points of its text.</summary>
    public int Length { get; init; }

    /// <summary>How many words it has, for tasks whose rows come with words.</summary>
    public int Words { get; init; }

    /// <summary>Its labels, types or roles, as often as they occur; also those of a row that cannot be used.</summary>
    public IReadOnlyList<RowLabel> Labels { get; init; } = [];

    /// <summary>Stands for all that is to be learnt from it: rows with the same text and another one contradict each other.</summary>
    public ulong Target { get; init; }

    /// <summary>What is odd about it.</summary>
    public RowOddities Oddities { get; init; }
}
