namespace Hone.Training.Text.Rows;

/// <summary>A word of CoNLL.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Word">The word; not empty.</param>
/// <param name="Tag">Its tag; not empty.</param>
internal readonly record struct TaggedWord(long Line, string Word, string Tag);
