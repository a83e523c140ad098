using System.Runtime.InteropServices;
using System.Text;

namespace Hone.Training.Tokenization;

/// <summary>
/// Joins the most frequent pair of neighbouring pieces, over and over (byte-pair encoding: Gage, 1994; Sennrich et al., 2016). Pair
/// counts are kept up to date where a join changes them, so that the cost of a join is the words it occurs in.
/// </summary>
internal sealed class PairMerger
{
    private readonly List<string> pieces;
    private readonly string continuationPrefix;
    private readonly Comparison<(int First, int Second)> ties;
    private readonly Dictionary<string, int> ids;
    private readonly List<int[]> words = [];
    private readonly List<int> lengths = [];
    private readonly List<long> counts = [];
    private readonly Dictionary<(int First, int Second), Pair> pairs = [];
    private readonly PriorityQueue<(int First, int Second), Rank> queue;

    /// <param name="pieces">The pieces to begin with; joined ones are appended.</param>
    /// <param name="words">Words with how often each occurs. One with a character that is not a piece is left out.</param>
    /// <param name="continuationPrefix">What marks a piece that continues a word; empty where there is no such mark.</param>
    /// <param name="ties">Which of two equally frequent pairs, given as indices of pieces, is joined first.</param>
    public PairMerger(
        List<string> pieces, IReadOnlyDictionary<string, long> words, string continuationPrefix, Comparison<(int First, int Second)> ties)
    {
        this.pieces = pieces;
        this.continuationPrefix = continuationPrefix;
        this.ties = ties;
        ids = pieces.Select((piece, id) => KeyValuePair.Create(piece, id)).ToDictionary(StringComparer.Ordinal);
        queue = new PriorityQueue<(int First, int Second), Rank>(Comparer<Rank>.Create(Compare));
        foreach ((string word, long count) in words)
        {
            AddWord(word, count);
        }

        foreach (((int First, int Second) key, Pair pair) in pairs)
        {
            Enqueue(key, pair);
        }
    }

    /// <summary>How often the most frequent pair occurs; 0 when there is none left.</summary>
    public long FindBest()
    {
        // An entry is stale once its pair's count has changed: it is dropped, or put back where it belongs now.
        while (queue.TryPeek(out (int First, int Second) key, out Rank rank))
        {
            long count = pairs.TryGetValue(key, out Pair? pair) ? pair.Count : 0;
            if (count == rank.Count)
            {
                return count;
            }

            queue.Dequeue();
            if (count > 0 && count < rank.Count)
            {
                Enqueue(key, pair!);
            }
        }

        return 0;
    }

    /// <summary>Joins the pair <see cref="FindBest"/> found everywhere.</summary>
    /// <returns>The two pieces.</returns>
    public (string First, string Second) Merge()
    {
        (int First, int Second) key = queue.Dequeue();
        pairs.Remove(key, out Pair? pair);
        string piece = pieces[key.First] + pieces[key.Second][continuationPrefix.Length..];

        // The same piece can come about in two ways: a + bc and ab + c.
        if (!ids.TryGetValue(piece, out int joined))
        {
            joined = pieces.Count;
            ids.Add(piece, joined);
            pieces.Add(piece);
        }

        HashSet<(int First, int Second)> grown = [];
        foreach (int word in pair!.Words)
        {
            Merge(word, key, joined, grown);
        }

        foreach ((int First, int Second) changed in grown)
        {
            if (pairs.TryGetValue(changed, out Pair? current) && current.Count > 0)
            {
                Enqueue(changed, current);
            }
        }

        return (pieces[key.First], pieces[key.Second]);
    }

    private void Merge(int word, (int First, int Second) key, int joined, HashSet<(int First, int Second)> grown)
    {
        int[] symbols = words[word];
        int length = lengths[word];
        long count = counts[word];
        int written = 0;
        for (int read = 0; read < length; read++)
        {
            if (symbols[read] != key.First || read + 1 == length || symbols[read + 1] != key.Second)
            {
                symbols[written++] = symbols[read];
                continue;
            }

            if (written > 0)
            {
                Change((symbols[written - 1], key.First), -count, word);
                Grow((symbols[written - 1], joined));
            }

            if (read + 2 < length)
            {
                Change((key.Second, symbols[read + 2]), -count, word);
                Grow((joined, symbols[read + 2]));
            }

            symbols[written++] = joined;
            read++;
        }

        lengths[word] = written;

        void Grow((int First, int Second) neighbours)
        {
            Change(neighbours, count, word);
            grown.Add(neighbours);
        }
    }

    private void AddWord(string word, long count)
    {
        List<int> symbols = [];
        foreach (Rune rune in word.EnumerateRunes())
        {
            if (!ids.TryGetValue(symbols.Count == 0 ? rune.ToString() : continuationPrefix + rune, out int id))
            {
                return;
            }

            symbols.Add(id);
        }

        if (symbols.Count < 2)
        {
            return;
        }

        for (int i = 1; i < symbols.Count; i++)
        {
            Change((symbols[i - 1], symbols[i]), count, words.Count);
        }

        words.Add([.. symbols]);
        lengths.Add(symbols.Count);
        counts.Add(count);
    }

    private void Change((int First, int Second) key, long by, int word)
    {
        if (by < 0)
        {
            // The pair being joined is no longer listed, though it can overlap itself.
            if (pairs.TryGetValue(key, out Pair? known))
            {
                known.Count += by;
            }

            return;
        }

        Pair pair = CollectionsMarshal.GetValueRefOrAddDefault(pairs, key, out _) ??= new Pair();
        pair.Count += by;
        if (pair.Words.Count == 0 || pair.Words[^1] != word)
        {
            pair.Words.Add(word);
        }
    }

    private void Enqueue((int First, int Second) key, Pair pair) => queue.Enqueue(key, new Rank(pair.Count, key.First, key.Second));

    private int Compare(Rank left, Rank right)
    {
        int order = right.Count.CompareTo(left.Count);
        return order != 0 ? order : ties((left.First, left.Second), (right.First, right.Second));
    }

    private readonly record struct Rank(long Count, int First, int Second);

    private sealed class Pair
    {
        public long Count { get; set; }

        public List<int> Words { get; } = [];
    }
}
