namespace Hone.Training.Tokenization;

/// <summary>
/// Joins the pieces of one word: always the pair of the lowest rank, of equal ones the leftmost, until no pair is left that can be
/// joined. Takes n log n steps for n bytes, so that a text without spaces is no attack. For one thread at a time.
/// </summary>
internal sealed class WordMerger
{
    /// <summary>Room for a longer word is not kept.</summary>
    private const int LongestKept = 1 << 16;

    private const int None = -1;

    private PriorityQueue<int, long> queue = new();
    private int[] pieces = [];
    private int[] before = [];
    private int[] after = [];

    /// <summary>Joins what can be joined.</summary>
    /// <param name="bytes">The pieces of the word's bytes, at least one.</param>
    /// <param name="merges">Which pairs are joined.</param>
    /// <param name="ids">What the word's pieces are appended to.</param>
    public void Merge(ReadOnlySpan<int> bytes, MergeTable merges, List<int> ids)
    {
        Begin(bytes);
        for (int i = 0; i + 1 < bytes.Length; i++)
        {
            Consider(i, merges);
        }

        while (queue.TryDequeue(out int place, out long priority))
        {
            int next = after[place];

            // Joins made since may have taken away what stood here.
            if (pieces[place] == None || next == None || !merges.TryGet(pieces[place], pieces[next], out int rank, out int joined)
                || rank != (int)(priority >> 32))
            {
                continue;
            }

            pieces[place] = joined;
            pieces[next] = None;
            after[place] = after[next];
            if (after[place] != None)
            {
                before[after[place]] = place;
                Consider(place, merges);
            }

            if (before[place] != None)
            {
                Consider(before[place], merges);
            }
        }

        for (int place = 0; place != None; place = after[place])
        {
            ids.Add(pieces[place]);
        }

        End();
    }

    private void Begin(ReadOnlySpan<int> bytes)
    {
        if (pieces.Length < bytes.Length)
        {
            int room = Math.Max(bytes.Length, 256);
            (pieces, before, after) = (new int[room], new int[room], new int[room]);
        }

        bytes.CopyTo(pieces);
        for (int i = 0; i < bytes.Length; i++)
        {
            before[i] = i - 1;
            after[i] = i + 1;
        }

        after[bytes.Length - 1] = None;
    }

    private void Consider(int place, MergeTable merges)
    {
        if (merges.TryGet(pieces[place], pieces[after[place]], out int rank, out _))
        {
            queue.Enqueue(place, ((long)rank << 32) | (uint)place);
        }
    }

    private void End()
    {
        if (pieces.Length > LongestKept)
        {
            (pieces, before, after) = ([], [], []);
            queue = new PriorityQueue<int, long>();
        }
    }
}
