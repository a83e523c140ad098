using Hone.Training.Data;

namespace Hone.Training.Text.Noise;

/// <summary>
/// What a quick linear model sees of a text: which words, pairs of neighbouring words and strings of two to five characters within words it has, in lower
/// case, each as a number (the hashing trick; Weinberger et al., 2009).
/// </summary>
internal static class HashedFeatures
{
    /// <summary>The beginning of a text that is looked at, in UTF-16 code units.</summary>
    private const int Characters = 2_000;

    private const int LongestString = 5;
    private const ulong WordSeed = 1;
    private const ulong StringSeed = 2;

    /// <summary>The features of a text, ascending, each once; none where the text has no words.</summary>
    /// <param name="text">The text.</param>
    public static uint[] Of(string text)
    {
        string start = text[..Math.Min(text.Length, Characters)].ToLowerInvariant();
        SortedSet<uint> features = [];
        ulong before = WordSeed;
        foreach (WordSpan word in WordSegmentation.Split(start, []))
        {
            ReadOnlySpan<char> characters = start.AsSpan(word.Start, word.End - word.Start);
            ulong hash = WordSeed;
            foreach (char character in characters)
            {
                hash = SplitMix64.Mix(hash ^ character);
            }

            Add(hash);
            Add(SplitMix64.Mix(before) ^ hash);
            before = hash;
            AddStrings(characters);
        }

        return [.. features];

        // Neighbours of the word count as one blank, so that beginnings and endings differ from what is within.
        void AddStrings(ReadOnlySpan<char> word)
        {
            for (int from = -1; word.Length > 1 && from < word.Length; from++)
            {
                ulong hash = StringSeed;
                for (int length = 1; length <= LongestString && from + length <= word.Length + 1; length++)
                {
                    int place = from + length - 1;
                    hash = SplitMix64.Mix(hash ^ (place < 0 || place == word.Length ? ' ' : word[place]));
                    if (length > 1)
                    {
                        Add(hash);
                    }
                }
            }
        }

        void Add(ulong hash) => features.Add((uint)(hash >> 32));
    }
}
