using System.Runtime.InteropServices;
using System.Text;

namespace Hone.Training.Tokenization;

/// <summary>
/// The characters a vocabulary begins with. Letters and punctuation enter first, the most frequent of them, since without them no
/// word can be spelled; a Chinese character is a word of its own and competes with the joined pieces instead.
/// </summary>
internal sealed class WordPieceAlphabet
{
    /// <summary>More different letters than this would leave too little room for pieces.</summary>
    private const int MostLetters = 1000;

    /// <param name="words">Words with how often each occurs.</param>
    /// <param name="minimumFrequency">Rarer characters are left out.</param>
    /// <param name="room">How many pieces the vocabulary has room for. Letters take three quarters of it at most.</param>
    public WordPieceAlphabet(IReadOnlyDictionary<string, long> words, int minimumFrequency, int room)
    {
        Dictionary<string, long> letters = [];
        Dictionary<string, long> chinese = [];
        HashSet<string> continuing = [];
        foreach ((string word, long count) in words)
        {
            bool first = true;
            foreach (Rune rune in word.EnumerateRunes())
            {
                string character = rune.ToString();
                CollectionsMarshal.GetValueRefOrAddDefault(CharacterTable.IsChinese(rune.Value) ? chinese : letters, character, out _) += count;
                if (!first)
                {
                    continuing.Add(character);
                }

                first = false;
            }
        }

        List<string> kept = [];
        int pieces = 0;
        foreach ((string letter, _) in MostFrequent(letters).Take(MostLetters))
        {
            pieces += continuing.Contains(letter) ? 2 : 1;
            if (pieces > room * 3 / 4)
            {
                break;
            }

            kept.Add(letter);
        }

        kept.Sort(StringComparer.Ordinal);
        Letters = kept;
        Continuing = [.. kept.Where(continuing.Contains)];
        Chinese = [.. MostFrequent(chinese)];

        IEnumerable<KeyValuePair<string, long>> MostFrequent(Dictionary<string, long> characters) => characters
            .Where(pair => pair.Value >= minimumFrequency)
            .OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal);
    }

    /// <summary>Characters other than Chinese, in ordinal order.</summary>
    public IReadOnlyList<string> Letters { get; }

    /// <summary>Those of <see cref="Letters"/> that occur inside words.</summary>
    public IReadOnlyList<string> Continuing { get; }

    /// <summary>Chinese characters with how often each occurs, the most frequent first.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Chinese { get; }
}
