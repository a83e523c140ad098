namespace Hone.Training.Text;

/// <summary>One example of token classification, as a line of its canonical form.</summary>
/// <param name="Text">The text as it was, or the words with blanks between them where only words were given.</param>
/// <param name="Words">Its words: not empty, in order, not overlapping; what is between them is not tagged.</param>
/// <param name="Tags">
/// The tag of each word in strict BIO: <c>O</c>, <c>B-type</c> or <c>I-type</c>, and <c>I-</c> only after <c>B-</c> or <c>I-</c> of its type.
/// </param>
public sealed record TokenClassificationExample(string Text, IReadOnlyList<WordSpan> Words, IReadOnlyList<string> Tags);
