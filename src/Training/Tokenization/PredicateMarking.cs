namespace Hone.Training.Tokenization;

/// <summary>Tells a network which word of a sentence is meant as its predicate: the tokens of that word are of the second kind.</summary>
internal static class PredicateMarking
{
    /// <summary>The kind of each token.</summary>
    /// <param name="window">The sentence.</param>
    /// <param name="word">The predicate, by its place in the sentence.</param>
    /// <returns>Null when the word is not in the window.</returns>
    public static int[]? Mark(WordWindow window, int word)
    {
        int place = Array.IndexOf(window.Words, word);
        if (place < 0)
        {
            return null;
        }

        int[] kinds = new int[window.Ids.Length];
        int end = place + 1 < window.Rows.Length ? window.Rows[place + 1] : window.Ids.Length - 1;
        kinds.AsSpan(window.Rows[place], Math.Max(1, end - window.Rows[place])).Fill(1);
        return kinds;
    }
}
