using static TorchSharp.torch;

namespace Hone.Training.Architectures;

/// <summary>
/// A packed batch as attention computes it: cut into rectangles, each of sequences of one length or of similar lengths. They are worked out once
/// for a batch, and every layer uses them.
/// </summary>
internal sealed class SequenceRectangles : IDisposable
{
    // What a further call costs, in tokens of padding that take as long: about 40 in fp32 and 110 in bf16 at a width of 256 on a CPU. Less than
    // either, because padding also takes the copies that a batch of one length does without.
    private const int CostOfCall = 32;

    private readonly Tensor? places;
    private readonly Tensor? rows;
    private readonly long[] sizes;

    /// <param name="lengths">The length of each sequence of the batch.</param>
    /// <param name="device">Where the batch is.</param>
    /// <param name="padded">Whether sequences may be padded where that takes less time than another call.</param>
    public SequenceRectangles(IReadOnlyList<int> lengths, Device device, bool padded)
    {
        int[] order = [.. Enumerable.Range(0, lengths.Count).OrderBy(sequence => lengths[sequence])];
        List<int[]> groups = Group(order, lengths, padded ? CostOfCall : 0);
        Rectangles = [.. groups.Select(group => Frame(group, lengths, device))];
        sizes = [.. Rectangles.Select(rectangle => (long)rectangle.Total)];
        bool isInOrder = order.SequenceEqual(Enumerable.Range(0, order.Length));
        if (!isInOrder || Rectangles.Any(rectangle => rectangle.Mask is not null))
        {
            (long[] rowOfPlace, long[] placeOfRow) = Place(groups, lengths);
            places = Keep(tensor(rowOfPlace, device: device));
            rows = Keep(tensor(placeOfRow, device: device));
        }
    }

    /// <summary>The rectangles.</summary>
    public IReadOnlyList<SequenceRectangle> Rectangles { get; }

    /// <summary>The rows of each rectangle: <c>[total, width]</c> in, as many times <c>[count · length, width]</c> out. A padded place repeats a row of its sequence.</summary>
    public Tensor[] Cut(Tensor states)
    {
        Tensor placed = places is null ? states : states.PickRows(places);
        return sizes.Length == 1 ? [placed] : placed.split(sizes, 0);
    }

    /// <summary>The rows of the batch again, without the padding: what <see cref="Cut"/> gives in, <c>[total, width]</c> out.</summary>
    public Tensor Join(Tensor[] parts)
    {
        Tensor placed = parts.Length == 1 ? parts[0] : cat(parts, 0);
        return rows is null ? placed : placed.PickRows(rows);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        places?.Dispose();
        rows?.Dispose();
        foreach (SequenceRectangle rectangle in Rectangles)
        {
            rectangle.Mask?.Dispose();
        }
    }

    /// <summary>Sequences, the shortest first, in groups: the next joins a group when padding all that is in it to the length of the next costs no more than a call.</summary>
    private static List<int[]> Group(int[] order, IReadOnlyList<int> lengths, int costOfCall)
    {
        List<int[]> groups = [];
        int first = 0;
        for (int next = 1; next <= order.Length; next++)
        {
            if (next == order.Length || (next - first) * (lengths[order[next]] - lengths[order[next - 1]]) > costOfCall)
            {
                groups.Add(order[first..next]);
                first = next;
            }
        }

        return groups;
    }

    private static SequenceRectangle Frame(int[] group, IReadOnlyList<int> lengths, Device device)
    {
        int length = lengths[group[^1]];
        if (lengths[group[0]] == length)
        {
            return new SequenceRectangle(group.Length, length, null);
        }

        float[] mask = new float[group.Length * length];
        for (int i = 0; i < group.Length; i++)
        {
            mask.AsSpan((i * length) + lengths[group[i]], length - lengths[group[i]]).Fill(float.NegativeInfinity);
        }

        return new SequenceRectangle(group.Length, length, Keep(tensor(mask, [group.Length, 1, 1, length], device: device)));
    }

    // They are made in the scope of the first pass over the batch, and there may be more.
    private static Tensor Keep(Tensor made) => made.DetachFromDisposeScope();

    /// <summary>Of each place of the rectangles, one behind the other, the row that it holds, and of each row its place.</summary>
    private static (long[] RowOfPlace, long[] PlaceOfRow) Place(List<int[]> groups, IReadOnlyList<int> lengths)
    {
        int[] starts = new int[lengths.Count];
        for (int i = 1; i < starts.Length; i++)
        {
            starts[i] = starts[i - 1] + lengths[i - 1];
        }

        long[] placeOfRow = new long[lengths.Sum()];
        List<long> rowOfPlace = new(placeOfRow.Length);
        foreach (int[] group in groups)
        {
            int length = lengths[group[^1]];
            foreach (int sequence in group)
            {
                for (int i = 0; i < length; i++)
                {
                    // Padding repeats the sequence itself: whatever numbers others have, none comes from them.
                    int row = starts[sequence] + Math.Min(i, lengths[sequence] - 1);
                    if (i < lengths[sequence])
                    {
                        placeOfRow[row] = rowOfPlace.Count;
                    }

                    rowOfPlace.Add(row);
                }
            }
        }

        return ([.. rowOfPlace], placeOfRow);
    }
}
