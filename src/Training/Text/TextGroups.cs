namespace Hone.Training.Text;

/// <summary>The rows of a data set, gathered by what is the same about their texts.</summary>
internal sealed class TextGroups
{
    private readonly ulong[] keys;
    private readonly int[] rows;
    private readonly List<int> starts = [];

    /// <summary>Gathers rows with the same text.</summary>
    /// <param name="examples">The rows.</param>
    public TextGroups(List<ExampleFacts> examples)
        : this([.. examples.Select(example => example.TextHash)])
    {
    }

    /// <summary>Gathers rows with the same key.</summary>
    /// <param name="keyOfRow">The key of each row.</param>
    public TextGroups(ulong[] keyOfRow)
    {
        keys = [.. keyOfRow];
        rows = new int[keys.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = i;
        }

        Array.Sort(keys, rows);
        for (int start = 0, end; start < rows.Length; start = end)
        {
            end = start + 1;
            while (end < rows.Length && keys[end] == keys[start])
            {
                end++;
            }

            Array.Sort(rows, start, end - start);
            starts.Add(start);
        }
    }

    /// <summary>How many rows there are.</summary>
    public int Rows => rows.Length;

    /// <summary>How many groups there are. They are in the order of their keys.</summary>
    public int Count => starts.Count;

    /// <summary>The rows of a group, in their order.</summary>
    public ReadOnlySpan<int> this[int group] => rows.AsSpan(starts[group], (group + 1 < starts.Count ? starts[group + 1] : rows.Length) - starts[group]);

    /// <summary>The key that the rows of a group have.</summary>
    public ulong KeyOf(int group) => keys[starts[group]];
}
