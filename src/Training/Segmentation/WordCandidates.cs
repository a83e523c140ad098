using System.Runtime.InteropServices;

namespace Hone.Training.Segmentation;

/// <summary>
/// The strings of a sample that may be words: they occur often enough; their parts stand together more often than by chance, wherever they are
/// split (mutual information, Sun, Shen and Tsou 1998); and what stands on either side of them varies (branching entropy, Jin and Tanaka-Ishii
/// 2006). Longer strings are counted only where both their parts are frequent, so that memory is bounded by what is.
/// </summary>
internal sealed class WordCandidates
{
    private const int None = -1;

    // Lenient: what these let pass has still to pay for its place in the lexicon.
    private const double LeastCohesion = 0.7;
    private const double LeastEntropy = 0.7;

    private readonly UnspacedSample sample;
    private readonly List<Level> levels = [];
    private long total;

    private WordCandidates(UnspacedSample sample) => this.sample = sample;

    /// <summary>How many words there are; the single characters come first, by their numbers.</summary>
    public int Count { get; private set; }

    /// <summary>The longest word, in characters.</summary>
    public int Longest => levels.Count;

    /// <summary>For each length from 1, and each place of the sample, the word of that length that begins there, or -1.</summary>
    public IReadOnlyList<int[]> WordsAt => [.. levels.Select(level => level.At)];

    /// <summary>For each word a place where it stands, its length, and how often it occurs.</summary>
    public List<(int Place, int Length, long Count)> Words { get; } = [];

    /// <summary>Finds them.</summary>
    public static WordCandidates Find(UnspacedSample sample, int longest, int leastFrequency, CancellationToken cancellationToken)
    {
        WordCandidates found = new(sample);
        found.CountCharacters();
        for (int length = 2; length <= longest && found.levels[^1].Counts.Count > 0; length++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            found.CountLevel(length, leastFrequency);
        }

        found.Select(cancellationToken);
        return found;
    }

    private void CountCharacters()
    {
        Level level = new(sample.Units.ToArray());
        for (int unit = 0; unit < sample.Different; unit++)
        {
            level.Counts.Add(0);
            level.Places.Add(None);
        }

        for (int place = 0; place < level.At.Length; place++)
        {
            if (level.At[place] >= 0)
            {
                level.Counts[level.At[place]]++;
                level.Places[level.At[place]] = level.Places[level.At[place]] < 0 ? place : level.Places[level.At[place]];
                total++;
            }
        }

        levels.Add(level);
    }

    private void CountLevel(int length, int leastFrequency)
    {
        Level shorter = levels[^1];
        ReadOnlySpan<int> units = sample.Units;
        Dictionary<(int String, int Character), int> counts = [];
        int[] at = new int[units.Length];
        at.AsSpan().Fill(None);
        for (int place = 0; place + length <= units.Length; place++)
        {
            if (IsFrequent(shorter, place, leastFrequency) && IsFrequent(shorter, place + 1, leastFrequency))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(counts, (shorter.At[place], units[place + length - 1]), out _)++;
            }
        }

        Level level = new(at);
        Dictionary<(int String, int Character), int> numbers = [];
        for (int place = 0; place + length <= units.Length; place++)
        {
            if (!IsFrequent(shorter, place, leastFrequency) || !IsFrequent(shorter, place + 1, leastFrequency))
            {
                continue;
            }

            (int, int) key = (shorter.At[place], units[place + length - 1]);
            if (counts[key] >= leastFrequency)
            {
                ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, key, out bool isKnown);
                if (!isKnown)
                {
                    number = level.Counts.Count;
                    level.Counts.Add(counts[key]);
                    level.Places.Add(place);
                }

                at[place] = number;
            }
        }

        levels.Add(level);
    }

    private static bool IsFrequent(Level level, int place, int leastFrequency) => level.At[place] >= 0 && level.Counts[level.At[place]] >= leastFrequency;

    private void Select(CancellationToken cancellationToken)
    {
        double[][][] entropies = [.. levels.Select((level, index) => index == 0 ? [] : Entropies(level, index + 1, cancellationToken))];
        for (int length = 1; length <= levels.Count; length++)
        {
            Level level = levels[length - 1];
            int[] numbers = new int[level.Counts.Count];
            for (int i = 0; i < numbers.Length; i++)
            {
                bool isWord = length == 1
                    || (Cohesion(level, i, length) >= LeastCohesion && entropies[length - 1].All(side => side[i] >= LeastEntropy));
                numbers[i] = isWord ? Count++ : None;
                if (isWord)
                {
                    Words.Add((level.Places[i], length, level.Counts[i]));
                }
            }

            level.Number(numbers);
        }
    }

    /// <summary>The least pointwise mutual information of two parts, over all places to split.</summary>
    private double Cohesion(Level level, int number, int length)
    {
        double least = double.PositiveInfinity;
        for (int left = 1; left < length; left++)
        {
            int place = level.Places[number];
            double parts = (double)Occurrences(left, place) * Occurrences(length - left, place + left);
            least = Math.Min(least, Math.Log(level.Counts[number] * (double)total / parts));
        }

        return least;
    }

    private long Occurrences(int length, int place) => levels[length - 1].CountAt(place);

    /// <summary>The entropies, in nats, of what stands before each string and of what stands behind it; every end of a stretch counts as another.</summary>
    private double[][] Entropies(Level level, int length, CancellationToken cancellationToken)
    {
        ReadOnlySpan<int> units = sample.Units;
        double[][] sides = [new double[level.Counts.Count], new double[level.Counts.Count]];
        for (int side = 0; side < sides.Length; side++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Dictionary<(int String, int Character), int> neighbours = [];
            for (int place = 1; place + length < units.Length; place++)
            {
                int neighbour = units[side == 0 ? place - 1 : place + length];
                if (level.At[place] >= 0 && neighbour >= 0)
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(neighbours, (level.At[place], neighbour), out _)++;
                }
            }

            foreach (((int number, _), int count) in neighbours)
            {
                sides[side][number] += count * Math.Log(count);
            }

            for (int i = 0; i < sides[side].Length; i++)
            {
                sides[side][i] = Math.Log(level.Counts[i]) - (sides[side][i] / level.Counts[i]);
            }
        }

        return sides;
    }

    /// <summary>The strings of one length.</summary>
    /// <param name="at">For each place of the sample, the string that begins there.</param>
    private sealed class Level(int[] at)
    {
        private readonly int[] strings = at;

        /// <summary>For each place, the string that begins there, or, once they are numbered, the word.</summary>
        public int[] At { get; private set; } = at;

        public List<long> Counts { get; } = [];

        public List<int> Places { get; } = [];

        public long CountAt(int place) => Counts[strings[place]];

        public void Number(int[] numbers)
        {
            int[] words = new int[At.Length];
            for (int place = 0; place < words.Length; place++)
            {
                words[place] = strings[place] < 0 ? None : numbers[strings[place]];
            }

            At = words;
        }
    }
}
