using System.Numerics;

namespace Hone.Training.Tokenization;

/// <summary>Which pairs of neighbouring pieces are joined, in which order, and into what. Lookups allocate nothing.</summary>
internal sealed class MergeTable
{
    private const ulong Empty = ulong.MaxValue;

    private readonly ulong[] pairs;
    private readonly (int Rank, int Joined)[] joins;

    /// <param name="merges">The pairs with what they become, the first to be joined first.</param>
    public MergeTable(IReadOnlyList<(int First, int Second, int Joined)> merges)
    {
        int capacity = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, merges.Count * 2));
        pairs = new ulong[capacity];
        joins = new (int Rank, int Joined)[capacity];
        pairs.AsSpan().Fill(Empty);
        for (int rank = 0; rank < merges.Count; rank++)
        {
            (int first, int second, int joined) = merges[rank];
            ulong pair = Pair(first, second);
            int slot = Slot(pair);
            pairs[slot] = pair;
            joins[slot] = (rank, joined);
        }
    }

    /// <summary>Looks a pair up.</summary>
    /// <param name="first">The left piece's id.</param>
    /// <param name="second">The right piece's id.</param>
    /// <param name="rank">Its place in the order of joining.</param>
    /// <param name="joined">The id of the piece they become.</param>
    /// <returns>Whether the two are joined at all.</returns>
    public bool TryGet(int first, int second, out int rank, out int joined)
    {
        ulong pair = Pair(first, second);
        int slot = Slot(pair);
        (rank, joined) = joins[slot];
        return pairs[slot] == pair;
    }

    private static ulong Pair(int first, int second) => ((ulong)(uint)first << 32) | (uint)second;

    /// <summary>The slot that holds a pair, or the free one where it belongs.</summary>
    private int Slot(ulong pair)
    {
        int mask = pairs.Length - 1;
        int slot = (int)((pair * 0x9E3779B97F4A7C15) >> 32) & mask;
        while (pairs[slot] != pair && pairs[slot] != Empty)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }
}
