using static TorchSharp.torch;

namespace Hone.Training.Architectures;

/// <summary>
/// The order in which recurrent layers read a batch: the first tokens of all sequences, then the second ones, and so on, from either end.
/// Sequences of one length make a rectangle; others go step behind step, the longest first, so that no step is padded.
/// </summary>
internal sealed class TimeSteps
{
    private readonly bool backwards;
    private readonly Tensor? rows;
    private readonly Tensor? places;
    private readonly int length;

    /// <param name="sequences">The batch.</param>
    /// <param name="backwards">Whether to read from the end to the beginning.</param>
    public TimeSteps(PackedSequences sequences, bool backwards = false)
    {
        this.backwards = backwards;
        Sequences = sequences.Count;
        if (sequences.Runs is [SequenceRun rectangle])
        {
            length = rectangle.Length;
            return;
        }

        (long[] order, long[] sizes) = Sort(sequences.Runs, backwards);
        long[] inverse = new long[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            inverse[order[i]] = i;
        }

        rows = tensor(order, device: sequences.Tokens.device);
        places = tensor(inverse, device: sequences.Tokens.device);
        BatchSizes = tensor(sizes);
    }

    private TimeSteps(int sequences, int length)
    {
        Sequences = sequences;
        this.length = length;
    }

    /// <summary>How many sequences there are.</summary>
    public int Sequences { get; }

    /// <summary>How many sequences have each step, <c>[length]</c> on the CPU; null when all have all.</summary>
    public Tensor? BatchSizes { get; }

    /// <summary>The steps of sequences of one length, read from the beginning.</summary>
    public static TimeSteps Rectangle(int sequences, int length) => new(sequences, length);

    /// <summary>Token ids as they are read: <c>[total]</c> in; <c>[length, sequences]</c> out, or <c>[total]</c> when lengths differ.</summary>
    public Tensor Arrange(Tensor tokens)
    {
        if (rows is not null)
        {
            return tokens.PickRows(rows);
        }

        Tensor steps = tokens.view(Sequences, length).transpose(0, 1);
        return (backwards ? steps.Reverse() : steps).contiguous();
    }

    /// <summary>States in the order of the batch again: <c>[…, hidden]</c> as they were read in, <c>[total, hidden]</c> out.</summary>
    public Tensor Restore(Tensor states)
    {
        if (places is not null)
        {
            return states.PickRows(places);
        }

        Tensor steps = backwards ? states.Reverse() : states;
        return steps.transpose(0, 1).reshape(Sequences * length, -1);
    }

    /// <summary>The rows of a batch step by step, and how many sequences have each step.</summary>
    private static (long[] Rows, long[] Sizes) Sort(IReadOnlyList<SequenceRun> runs, bool backwards)
    {
        (int Start, int Length)[] sequences =
        [
            .. runs
                .SelectMany(run => Enumerable.Range(0, run.Count).Select(i => (Start: run.Start + (i * run.Length), run.Length)))
                .OrderByDescending(sequence => sequence.Length),
        ];
        long[] rows = new long[sequences.Sum(sequence => sequence.Length)];
        long[] sizes = new long[sequences[0].Length];
        int next = 0;
        for (int step = 0; step < sizes.Length; step++)
        {
            for (int i = 0; i < sequences.Length && sequences[i].Length > step; i++)
            {
                (int start, int length) = sequences[i];
                rows[next++] = start + (backwards ? length - 1 - step : step);
                sizes[step]++;
            }
        }

        return (rows, sizes);
    }
}
