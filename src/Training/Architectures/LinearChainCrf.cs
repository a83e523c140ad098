using Hone.Training.Native;
using static TorchSharp.torch;

namespace Hone.Training.Architectures;

/// <summary>
/// A linear-chain conditional random field (Lafferty, McCallum &amp; Pereira 2001): the score of a sequence of tags is the sum of the scores of
/// its tags at their places and of its tags after one another, and its probability the exponential of that over the sum of all sequences'.
/// </summary>
/// <param name="start">Score of each tag as the first, <c>[tags]</c>.</param>
/// <param name="transitions">Score of each tag (column) after each (row), <c>[tags, tags]</c>.</param>
/// <param name="end">Score of each tag as the last, <c>[tags]</c>.</param>
public sealed class LinearChainCrf(Tensor start, Tensor transitions, Tensor end)
{
    /// <summary>The logarithm of the probability of each sequence's tags, by the forward algorithm, in fp32 or better.</summary>
    /// <param name="emissions">Score of each tag at each place, <c>[total, tags]</c>: the sequences one behind the other, without padding.</param>
    /// <param name="tags">The tag at each place, <c>[total]</c>, 64-bit integers.</param>
    /// <param name="lengths">The length of each sequence; none is zero, and together they are <c>total</c>.</param>
    /// <returns><c>[sequences]</c>, in the order of <paramref name="lengths"/>; where the emissions are.</returns>
    public Tensor LogLikelihood(Tensor emissions, Tensor tags, IReadOnlyList<int> lengths)
    {
        using var scope = NewDisposeScope();
        Tensor scores = emissions.dtype is ScalarType.BFloat16 or ScalarType.Float16 ? emissions.to(ScalarType.Float32) : emissions;
        Steps steps = new(lengths);
        Tensor difference = ScoreOf(scores, tags, steps) - Normalizer(scores, steps);
        return difference.PickRows(tensor(steps.PlaceOfSequence, device: emissions.device)).MoveToOuterDisposeScope();
    }

    /// <summary>The scores of the given tags, <c>[sequences]</c> with the longest first.</summary>
    private Tensor ScoreOf(Tensor emissions, Tensor tags, Steps steps)
    {
        Device device = emissions.device;
        Tensor first = tags.PickRows(tensor(steps.FirstRows, device: device));
        Tensor last = tags.PickRows(tensor(steps.LastRows, device: device));
        Tensor places = emissions.gather(1, tags.unsqueeze(1)).squeeze(1);
        Tensor chosen = start.to(emissions.dtype).PickRows(first).Plus(end.to(emissions.dtype).PickRows(last));
        chosen = chosen.AddTo(tensor(steps.SequenceOfRow, device: device), places);
        if (steps.LaterRows.Length == 0)
        {
            return chosen;
        }

        Tensor next = tags.PickRows(tensor(steps.LaterRows, device: device));
        Tensor previous = tags.PickRows(tensor([.. steps.LaterRows.Select(row => row - 1)], device: device));
        Tensor moves = transitions.to(emissions.dtype).flatten().PickRows(previous.Times(transitions.shape[1]).Plus(next));
        Tensor owners = tensor([.. steps.LaterRows.Select(row => steps.SequenceOfRow[row])], device: device);
        return chosen.AddTo(owners, moves);
    }

    /// <summary>The logarithm of the sum over all sequences of tags, <c>[sequences]</c> with the longest first.</summary>
    private Tensor Normalizer(Tensor emissions, Steps steps)
    {
        Tensor moves = transitions.to(emissions.dtype).unsqueeze(0);
        Tensor ordered = emissions.PickRows(tensor(steps.RowsByStep, device: emissions.device));
        Tensor sums = start.to(emissions.dtype).Plus(ordered.narrow(0, 0, steps.Sizes[0]));
        long row = steps.Sizes[0];
        foreach (long size in steps.Sizes.Skip(1))
        {
            // Sequences that are over keep their sums; they come last, because the longest come first.
            Tensor going = sums.narrow(0, 0, size).unsqueeze(2).Plus(moves).LogSumExp(1).Plus(ordered.narrow(0, row, size));
            sums = size == sums.shape[0] ? going : cat([going, sums.narrow(0, size, sums.shape[0] - size)], 0);
            row += size;
        }

        return sums.Plus(end.to(emissions.dtype)).LogSumExp(1);
    }

    /// <summary>The rows of a packed batch step by step: the first of all sequences, then the second ones, the longest sequences first.</summary>
    private sealed class Steps
    {
        public Steps(IReadOnlyList<int> lengths)
        {
            int[] order = [.. Enumerable.Range(0, lengths.Count).OrderByDescending(sequence => lengths[sequence])];
            long[] starts = new long[lengths.Count + 1];
            for (int i = 0; i < lengths.Count; i++)
            {
                starts[i + 1] = starts[i] + lengths[i];
            }

            FirstRows = [.. order.Select(sequence => starts[sequence])];
            LastRows = [.. order.Select(sequence => starts[sequence + 1] - 1)];
            PlaceOfSequence = new long[order.Length];
            SequenceOfRow = new long[starts[^1]];
            for (int place = 0; place < order.Length; place++)
            {
                PlaceOfSequence[order[place]] = place;
                SequenceOfRow.AsSpan((int)starts[order[place]], lengths[order[place]]).Fill(place);
            }

            List<long> rows = new((int)starts[^1]);
            List<long> sizes = [];
            for (int step = 0; order.Length > 0 && step < lengths[order[0]]; step++)
            {
                int before = rows.Count;
                rows.AddRange(order.TakeWhile(sequence => lengths[sequence] > step).Select(sequence => starts[sequence] + step));
                sizes.Add(rows.Count - before);
            }

            RowsByStep = [.. rows];
            Sizes = [.. sizes];
            LaterRows = [.. rows.Skip(order.Length)];
        }

        /// <summary>First row of each sequence, the longest first.</summary>
        public long[] FirstRows { get; }

        /// <summary>Last row of each sequence, the longest first.</summary>
        public long[] LastRows { get; }

        /// <summary>Where each sequence of the batch comes when the longest come first.</summary>
        public long[] PlaceOfSequence { get; }

        /// <summary>Of each row, where its sequence comes when the longest come first.</summary>
        public long[] SequenceOfRow { get; }

        /// <summary>All rows, step by step.</summary>
        public long[] RowsByStep { get; }

        /// <summary>How many sequences have each step.</summary>
        public long[] Sizes { get; }

        /// <summary>The rows that are not the first of their sequence.</summary>
        public long[] LaterRows { get; }
    }
}
