namespace Hone.Training.Text.Tasks;

/// <summary>What is odd about a row that can be used.</summary>
[Flags]
internal enum RowOddities : byte
{
    None = 0,

    /// <summary>A tag stood where its scheme does not allow it.</summary>
    RepairedTags = 1,

    /// <summary>A span begins or ends within a word.</summary>
    SpanCutsWord = 2,

    /// <summary>A span began or ended with white space, which was left out of it.</summary>
    SpanTrimmed = 4,
}
