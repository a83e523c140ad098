namespace Hone.Training.Inference;

/// <summary>
/// All sequences of tags that one sentence can have in strict BIO, with their scores: finds the best of them (Viterbi 1967), and how probable
/// tags and spans are over all (the forward-backward algorithm). What BIO forbids never comes out and has no probability, whatever the scores.
/// </summary>
public sealed class TagLattice
{
    private readonly double[] emissions;
    private readonly TagTransitions transitions;
    private readonly int tags;
    private double[]? forward;
    private double[]? backward;
    private double? normalizer;

    /// <param name="emissions">Score of each tag at each word, word by word: <c>words × tags</c> numbers, at least one word.</param>
    /// <param name="transitions">Scores of tags after one another.</param>
    /// <exception cref="ArgumentException">The numbers are not a whole number of words.</exception>
    public TagLattice(ReadOnlySpan<float> emissions, TagTransitions transitions)
    {
        tags = transitions.Count;
        if (emissions.IsEmpty || emissions.Length % tags != 0)
        {
            throw new ArgumentException($"{emissions.Length} scores are not those of words with {tags} tags each.", nameof(emissions));
        }

        this.transitions = transitions;
        this.emissions = new double[emissions.Length];
        for (int i = 0; i < emissions.Length; i++)
        {
            this.emissions[i] = emissions[i];
        }

        Words = emissions.Length / tags;
    }

    /// <summary>How many words there are.</summary>
    public int Words { get; }

    private double[] Forward => forward ??= SumForward();

    private double[] Backward => backward ??= SumBackward();

    private double Normalizer => normalizer ??= SumAll();

    /// <summary>The allowed sequence of tags with the highest score.</summary>
    public int[] FindBest()
    {
        double[] best = new double[emissions.Length];
        int[] from = new int[emissions.Length];
        for (int tag = 0; tag < tags; tag++)
        {
            best[tag] = transitions.Start(tag) + emissions[tag];
        }

        for (int word = 1; word < Words; word++)
        {
            for (int tag = 0; tag < tags; tag++)
            {
                ReadOnlySpan<int> predecessors = transitions.Predecessors(tag);
                int choice = predecessors[0];
                double highest = best[At(word - 1, choice)] + transitions.Move(choice, tag);
                foreach (int previous in predecessors[1..])
                {
                    double score = best[At(word - 1, previous)] + transitions.Move(previous, tag);
                    if (score > highest)
                    {
                        (choice, highest) = (previous, score);
                    }
                }

                best[At(word, tag)] = highest + emissions[At(word, tag)];
                from[At(word, tag)] = choice;
            }
        }

        int[] path = new int[Words];
        for (int tag = 1; tag < tags; tag++)
        {
            path[^1] = best[At(Words - 1, tag)] + transitions.End(tag) > best[At(Words - 1, path[^1])] + transitions.End(path[^1]) ? tag : path[^1];
        }

        for (int word = Words - 1; word > 0; word--)
        {
            path[word - 1] = from[At(word, path[word])];
        }

        return path;
    }

    /// <summary>The probability that a word has a tag, over all allowed sequences.</summary>
    public double ProbabilityOf(int word, int tag) => Math.Exp(Forward[At(word, tag)] + Backward[At(word, tag)] - Normalizer);

    /// <summary>The probability that exactly these words are a span of a type, over all allowed sequences.</summary>
    /// <param name="type">The type, as its place in <see cref="Text.TagSet.Types"/>.</param>
    /// <param name="start">The span's first word.</param>
    /// <param name="end">The word after its last.</param>
    public double ProbabilityOf(int type, int start, int end)
    {
        int begin = (2 * type) + 1;
        int inside = begin + 1;
        int tag = begin;
        double score = Forward[At(start, begin)];
        for (int word = start + 1; word < end; word++)
        {
            score += transitions.Move(tag, inside) + emissions[At(word, inside)];
            tag = inside;
        }

        if (end == Words)
        {
            return Math.Exp(score + transitions.End(tag) - Normalizer);
        }

        double rest = double.NegativeInfinity;
        for (int next = 0; next < tags; next++)
        {
            if (next != inside && transitions.Predecessors(next).Contains(tag))
            {
                rest = AddLogs(rest, transitions.Move(tag, next) + emissions[At(end, next)] + Backward[At(end, next)]);
            }
        }

        return Math.Exp(score + rest - Normalizer);
    }

    private static double AddLogs(double one, double other)
    {
        double larger = Math.Max(one, other);
        return double.IsInfinity(larger) ? larger : larger + Math.Log(Math.Exp(one - larger) + Math.Exp(other - larger));
    }

    private int At(int word, int tag) => (word * tags) + tag;

    /// <summary>The logarithm of the sum over all allowed sequences.</summary>
    private double SumAll()
    {
        double sum = double.NegativeInfinity;
        for (int tag = 0; tag < tags; tag++)
        {
            sum = AddLogs(sum, Forward[At(Words - 1, tag)] + transitions.End(tag));
        }

        return sum;
    }

    /// <summary>The logarithm of the sum over all that ends with a tag at a word, that word's score with it.</summary>
    private double[] SumForward()
    {
        double[] sums = new double[emissions.Length];
        for (int tag = 0; tag < tags; tag++)
        {
            sums[tag] = transitions.Start(tag) + emissions[tag];
        }

        for (int word = 1; word < Words; word++)
        {
            for (int tag = 0; tag < tags; tag++)
            {
                double sum = double.NegativeInfinity;
                foreach (int previous in transitions.Predecessors(tag))
                {
                    sum = AddLogs(sum, sums[At(word - 1, previous)] + transitions.Move(previous, tag));
                }

                sums[At(word, tag)] = sum + emissions[At(word, tag)];
            }
        }

        return sums;
    }

    /// <summary>The logarithm of the sum over all that follows a tag at a word, that word's score without it.</summary>
    private double[] SumBackward()
    {
        double[] sums = new double[emissions.Length];
        sums.AsSpan(0, (Words - 1) * tags).Fill(double.NegativeInfinity);
        for (int tag = 0; tag < tags; tag++)
        {
            sums[At(Words - 1, tag)] = transitions.End(tag);
        }

        for (int word = Words - 2; word >= 0; word--)
        {
            for (int next = 0; next < tags; next++)
            {
                double after = emissions[At(word + 1, next)] + sums[At(word + 1, next)];
                foreach (int tag in transitions.Predecessors(next))
                {
                    sums[At(word, tag)] = AddLogs(sums[At(word, tag)], transitions.Move(tag, next) + after);
                }
            }
        }

        return sums;
    }
}
