using Hone.Domain.Datasets;

namespace Hone.Training.Text;

/// <summary>The rows that a report may name, with the beginnings of their texts.</summary>
/// <param name="examples">All rows.</param>
/// <param name="splits">The split of each.</param>
/// <param name="files">The file of each part.</param>
internal sealed class RowReferences(List<ExampleFacts> examples, SplitName[] splits, IReadOnlyDictionary<SplitName, string> files)
{
    private readonly Dictionary<int, (long Number, string Text)> named = [];
    private readonly Dictionary<SplitName, long> shown = [];

    /// <summary>Says that the report may name some rows, before they are shown.</summary>
    public void Expect(IEnumerable<int> rows)
    {
        foreach (int row in rows)
        {
            named.TryAdd(row, default);
        }
    }

    /// <summary>Shows a row. All of them are shown, in their order.</summary>
    public void Show(int row, string text)
    {
        long number = shown[splits[row]] = shown.GetValueOrDefault(splits[row]) + 1;
        if (named.ContainsKey(row))
        {
            named[row] = (number, Excerpt.Of(text));
        }
    }

    /// <summary>Where a row that was expected and shown is found.</summary>
    public RowReference Of(int row) =>
        new(splits[row], files[examples[row].Part], examples[row].Line) { Number = named[row].Number, Text = named[row].Text };
}
