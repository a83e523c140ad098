namespace Hone.Training.Text.Rows;

/// <summary>A sentence of CoNLL: words with their tags.</summary>
/// <param name="words">The words, of which there is at least one.</param>
/// <param name="problems">Where to report what is wrong with it.</param>
internal sealed class TaggedSentence(IReadOnlyList<TaggedWord> words, FileProblems problems) : UploadedRow(words[0].Line, problems)
{
    /// <summary>The words in their order.</summary>
    public IReadOnlyList<TaggedWord> Words { get; } = words;
}
