namespace Hone.Training.Text;

/// <summary>The rows of a data set, gathered by their texts.</summary>
internal sealed class TextGroups
{
    private readonly int[] rows;
    private readonly List<int> starts = [];

    /// <param name="examples">The rows.</param>
    public TextGroups(List<ExampleFacts> examples)
    {
        ulong[] hashes = new ulong[examples.Count];
        rows = new int[examples.Count];
        for (int i = 0; i < rows.Length; i++)
        {
            hashes[i] = examples[i].TextHash;
            rows[i] = i;
        }

        Array.Sort(hashes, rows);
        for (int start = 0, end; start < rows.Length; start = end)
        {
            end = start + 1;
            while (end < rows.Length && hashes[end] == hashes[start])
            {
                end++;
            }

            Array.Sort(rows, start, end - start);
            starts.Add(start);
        }
    }

    /// <summary>How many different texts there are.</summary>
    public int Count => starts.Count;

    /// <summary>The rows with one text, in their order.</summary>
    public ReadOnlySpan<int> this[int group] => rows.AsSpan(starts[group], (group + 1 < starts.Count ? starts[group + 1] : rows.Length) - starts[group]);
}
