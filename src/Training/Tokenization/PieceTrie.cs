using System.Numerics;

namespace Hone.Training.Tokenization;

/// <summary>
/// The pieces of a vocabulary as two tries, of pieces that begin a word and of pieces that continue one. All edges live in one
/// open-addressed table, so that a match allocates nothing.
/// </summary>
internal sealed class PieceTrie
{
    /// <summary>What marks a piece that continues a word.</summary>
    public const string ContinuationPrefix = "##";

    private const int WordRoot = 0;
    private const int ContinuationRoot = 1;
    private const ulong Empty = ulong.MaxValue;

    private readonly ulong[] edges;
    private readonly int[] targets;
    private readonly int[] ids;

    /// <param name="pieces">The vocabulary; a piece's index is its id.</param>
    public PieceTrie(IReadOnlyList<string> pieces)
    {
        int characters = pieces.Sum(piece => piece.Length);
        int capacity = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, characters * 2));
        edges = new ulong[capacity];
        targets = new int[capacity];
        edges.AsSpan().Fill(Empty);
        List<int> nodes = [-1, -1];
        for (int id = 0; id < pieces.Count; id++)
        {
            Add(nodes, pieces[id], id);
        }

        ids = [.. nodes];
    }

    /// <summary>Finds the longest piece that the rest of a word begins with.</summary>
    /// <param name="rest">The word from where the match is to begin.</param>
    /// <param name="continues">Whether something of the word stands before <paramref name="rest"/>.</param>
    /// <param name="id">The piece's id.</param>
    /// <returns>How many characters of <paramref name="rest"/> the piece covers; 0 where there is none.</returns>
    public int LongestMatch(ReadOnlySpan<char> rest, bool continues, out int id)
    {
        int node = continues ? ContinuationRoot : WordRoot;
        int length = 0;
        id = -1;
        for (int i = 0; i < rest.Length; i++)
        {
            ulong edge = Edge(node, rest[i]);
            int slot = Slot(edge);
            if (edges[slot] != edge)
            {
                break;
            }

            node = targets[slot];
            if (ids[node] >= 0)
            {
                id = ids[node];
                length = i + 1;
            }
        }

        return length;
    }

    private static ulong Edge(int node, char character) => ((ulong)(uint)node << 16) | character;

    private void Add(List<int> nodes, string piece, int id)
    {
        bool continues = piece.Length > ContinuationPrefix.Length && piece.StartsWith(ContinuationPrefix, StringComparison.Ordinal);
        int node = continues ? ContinuationRoot : WordRoot;
        foreach (char character in continues ? piece.AsSpan(ContinuationPrefix.Length) : piece)
        {
            ulong edge = Edge(node, character);
            int slot = Slot(edge);
            if (edges[slot] == Empty)
            {
                edges[slot] = edge;
                targets[slot] = nodes.Count;
                nodes.Add(-1);
            }

            node = targets[slot];
        }

        nodes[node] = id;
    }

    /// <summary>The slot that holds an edge, or the free one where it belongs.</summary>
    private int Slot(ulong edge)
    {
        int mask = edges.Length - 1;
        int slot = (int)((edge * 0x9E3779B97F4A7C15) >> 32) & mask;
        while (edges[slot] != edge && edges[slot] != Empty)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }
}
