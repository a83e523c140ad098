using Hone.Training.Data;
using Hone.Training.Segmentation;

namespace Hone.Training.Tests.Segmentation;

/// <summary>A made-up language of Chinese characters: words of one to three of them, used as often as words are (Zipf), without spaces.</summary>
internal static class PlantedWords
{
    private const int FirstCharacter = 0x4E00;
    private const int Characters = 300;
    private const int Words = 200;

    private static readonly string[] Lexicon = MakeLexicon();

    /// <summary>Sentences, each as its words.</summary>
    public static IReadOnlyList<string[]> Sentences(int count, long seed)
    {
        SplitMix64 random = new(seed);
        List<string[]> sentences = [];
        for (int i = 0; i < count; i++)
        {
            string[] words = new string[4 + random.NextInt(8)];
            for (int word = 0; word < words.Length; word++)
            {
                words[word] = Lexicon[(int)Math.Pow(Words, random.NextDouble())];
            }

            sentences.Add(words);
        }

        return sentences;
    }

    /// <summary>The places of words that lie one behind the other.</summary>
    public static IEnumerable<WordSpan> Spans(IEnumerable<string> words)
    {
        int start = 0;
        foreach (string word in words)
        {
            yield return new WordSpan(start, start += word.Length);
        }
    }

    private static string[] MakeLexicon()
    {
        SplitMix64 random = new(3);
        string[] lexicon = new string[Words + 1];
        for (int i = 0; i < lexicon.Length; i++)
        {
            int length = 1 + random.NextInt(3);
            lexicon[i] = string.Concat(Enumerable.Range(0, length).Select(_ => (char)(FirstCharacter + random.NextInt(Characters))));
        }

        return lexicon;
    }
}
