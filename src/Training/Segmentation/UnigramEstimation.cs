namespace Hone.Training.Segmentation;

/// <summary>
/// How probable each word is when a text is a sequence of words that do not depend on each other: found by expectation maximisation over all
/// segmentations (as in Kudo 2018). Between rounds a word leaves that saves less, over its best segmentation into others, than its entry in the
/// lexicon costs (minimum description length; the prior of Goldwater, Griffiths and Johnson 2009 does the same).
/// </summary>
internal sealed class UnigramEstimation
{
    private const int Rounds = 6;

    // Longer stretches are cut for the estimate, so that products of probabilities stay in the range of doubles.
    private const int LongestStretch = 64;

    private readonly UnspacedSample sample;
    private readonly WordCandidates words;
    private readonly int[][] wordsAt;
    private readonly double[] probabilities;
    private readonly double[] expected;
    private readonly double[] forward = new double[LongestStretch + 1];
    private readonly double[] backward = new double[LongestStretch + 1];
    private double scale;

    private UnigramEstimation(UnspacedSample sample, WordCandidates words)
    {
        this.sample = sample;
        this.words = words;
        wordsAt = [.. words.WordsAt];
        double total = words.Words.Sum(word => (double)word.Count);
        probabilities = [.. words.Words.Select(word => word.Count / total)];
        expected = new double[words.Count];
        scale = Math.Max(1, sample.Different);
    }

    /// <summary>The probability of each word; 0 of those that left.</summary>
    public static double[] Estimate(UnspacedSample sample, WordCandidates words, CancellationToken cancellationToken)
    {
        UnigramEstimation estimation = new(sample, words);
        for (int round = 1; round <= Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            estimation.CountExpected();
            estimation.Maximize();
            if (round > 1 && round < Rounds)
            {
                estimation.Prune();
            }
        }

        return estimation.probabilities;
    }

    private void CountExpected()
    {
        Array.Clear(expected);
        ReadOnlySpan<int> units = sample.Units;
        double logarithms = 0;
        long characters = 0;
        for (int start = 1; start < units.Length;)
        {
            int length = 0;
            while (length < LongestStretch && units[start + length] >= 0)
            {
                length++;
            }

            if (length > 0)
            {
                logarithms += Math.Log(Pass(start, length)) - (length * Math.Log(scale));
                characters += length;
            }

            start += Math.Max(1, length);
        }

        // With this much for every character the probability of a stretch is near 1, however long it is; in the shares it cancels.
        scale = Math.Exp(-logarithms / characters);
    }

    /// <summary>Adds how often each word is expected in a stretch.</summary>
    /// <returns>The probability of the stretch, times the scale for each character.</returns>
    private double Pass(int start, int length)
    {
        int longest = wordsAt.Length;
        forward[0] = 1;
        for (int end = 1; end <= length; end++)
        {
            double sum = 0;
            double weight = 1;
            for (int size = 1; size <= longest && size <= end; size++)
            {
                weight *= scale;
                int word = wordsAt[size - 1][start + end - size];
                sum += word < 0 ? 0 : forward[end - size] * weight * probabilities[word];
            }

            forward[end] = sum;
        }

        backward[length] = 1;
        for (int begin = length - 1; begin >= 0; begin--)
        {
            double sum = 0;
            double weight = 1;
            for (int size = 1; size <= longest && begin + size <= length; size++)
            {
                weight *= scale;
                int word = wordsAt[size - 1][start + begin];
                if (word >= 0 && probabilities[word] > 0)
                {
                    double path = weight * probabilities[word] * backward[begin + size];
                    sum += path;
                    expected[word] += forward[begin] * path / forward[length];
                }
            }

            backward[begin] = sum;
        }

        return forward[length];
    }

    private void Maximize()
    {
        for (int word = 0; word < expected.Length; word++)
        {
            // A character keeps a chance, however seldom it stands alone: the rest of a text must have a segmentation.
            expected[word] = words.Words[word].Length == 1 ? Math.Max(expected[word], 0.1) : expected[word];
        }

        double total = expected.Sum();
        for (int word = 0; word < expected.Length; word++)
        {
            probabilities[word] = expected[word] / total;
        }
    }

    private void Prune()
    {
        double price = Math.Log(Math.Max(2, sample.Different));
        double[] best = new double[wordsAt.Length + 1];
        List<int> leaving = [];
        for (int word = sample.Different; word < expected.Length; word++)
        {
            (int place, int length, _) = words.Words[word];
            if (probabilities[word] > 0 && expected[word] * (Math.Log(probabilities[word]) - SplitScore(place, length, best)) < length * price)
            {
                leaving.Add(word);
            }
        }

        leaving.ForEach(word => probabilities[word] = 0);
    }

    /// <summary>The logarithm of the probability of the best segmentation into more than one word.</summary>
    private double SplitScore(int place, int length, double[] best)
    {
        for (int end = 1; end <= length; end++)
        {
            best[end] = double.NegativeInfinity;
            for (int size = 1; size <= end && size < length; size++)
            {
                int word = wordsAt[size - 1][place + end - size];
                if (word >= 0)
                {
                    best[end] = Math.Max(best[end], best[end - size] + Math.Log(probabilities[word]));
                }
            }
        }

        return best[length];
    }
}
