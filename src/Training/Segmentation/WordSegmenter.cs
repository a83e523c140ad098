using System.Runtime.InteropServices;
using Hone.Training.Text;

namespace Hone.Training.Segmentation;

/// <summary>
/// Cuts text into words. Scripts with spaces have theirs at spaces and punctuation; a stretch of a script without spaces is cut into the most
/// probable sequence of known words, each as probable as its entry says whatever stands beside it (a unigram language model, as in Kudo 2018,
/// and the algorithm of Viterbi 1967). A character that is in no known word is a word. Safe to use from many threads.
/// </summary>
public sealed class WordSegmenter
{
    /// <summary>Knows no word: every character of a script without spaces is one.</summary>
    public static readonly WordSegmenter Empty = new(new Dictionary<string, double>());

    // Looking for words costs as much as the longest one has characters, whatever file it came from.
    private const int LongestWord = 32;

    private readonly Dictionary<string, double>.AlternateLookup<ReadOnlySpan<char>> scores;
    private readonly int longest;
    private readonly double unknown;

    /// <param name="words">The logarithm of each word's probability.</param>
    public WordSegmenter(IReadOnlyDictionary<string, double> words)
    {
        Dictionary<string, double> known = new(words, StringComparer.Ordinal);
        Words = known;
        scores = known.GetAlternateLookup<ReadOnlySpan<char>>();
        longest = Math.Min(LongestWord, known.Keys.Select(word => Cut(word).Count - 1).DefaultIfEmpty(1).Max());
        unknown = known.Values.DefaultIfEmpty(0).Min() - 1;
    }

    /// <summary>The logarithm of each known word's probability.</summary>
    public IReadOnlyDictionary<string, double> Words { get; }

    /// <summary>Whether it knows no word.</summary>
    public bool IsEmpty => Words.Count == 0;

    /// <summary>The words of a text in their order. Every character but white space is in one of them.</summary>
    public IReadOnlyList<WordSpan> Segment(ReadOnlySpan<char> text)
    {
        List<WordSpan> words = [];
        WordScanner scanner = new(text);
        while (scanner.Next())
        {
            if (scanner.Script == UnspacedScript.None)
            {
                words.Add(new WordSpan(scanner.Start, scanner.End));
            }
            else
            {
                AppendWords(scanner.Piece, scanner.Start, words);
            }
        }

        return words;
    }

    /// <summary>Where the characters of a piece begin, each with the marks it has, and last where the piece ends.</summary>
    internal static List<int> Cut(ReadOnlySpan<char> piece)
    {
        List<int> cuts = [0];
        int position = 0;
        while (position < piece.Length)
        {
            int next = position;
            if (WordScanner.IsJoined(WordScanner.Read(piece, ref next)) && position > 0)
            {
                cuts[^1] = next;
            }
            else
            {
                cuts.Add(next);
            }

            position = next;
        }

        return cuts;
    }

    /// <summary>The score of the best way to cut a piece into known words; of a known word, with more than one when asked.</summary>
    internal double BestScore(ReadOnlySpan<char> piece, bool severalWords) => Solve(piece, Cut(piece), severalWords).Score;

    private void AppendWords(ReadOnlySpan<char> piece, int start, List<WordSpan> words)
    {
        List<int> cuts = Cut(piece);
        int[] before = Solve(piece, cuts, severalWords: false).Before;
        int first = words.Count;
        for (int end = cuts.Count - 1; end > 0; end = before[end])
        {
            words.Add(new WordSpan(before[end], end));
        }

        CollectionsMarshal.AsSpan(words)[first..].Reverse();
        int at = start;
        for (int i = first; i < words.Count; i++)
        {
            int length = CodePoints.Count(piece[cuts[words[i].Start]..cuts[words[i].End]]);
            words[i] = new WordSpan(at, at += length);
        }
    }

    /// <summary>For each end of a word in the best segmentation, where the word begins.</summary>
    private (int[] Before, double Score) Solve(ReadOnlySpan<char> piece, List<int> cuts, bool severalWords)
    {
        int count = cuts.Count - 1;
        int[] before = new int[count + 1];
        double[] best = new double[count + 1];
        for (int end = 1; end <= count; end++)
        {
            best[end] = best[end - 1] + unknown;
            before[end] = end - 1;
            for (int length = 1; length <= Math.Min(longest, end); length++)
            {
                bool isWhole = severalWords && length == count;
                if (!isWhole && scores.TryGetValue(piece[cuts[end - length]..cuts[end]], out double score) && best[end - length] + score > best[end])
                {
                    best[end] = best[end - length] + score;
                    before[end] = end - length;
                }
            }
        }

        return (before, best[count]);
    }
}
