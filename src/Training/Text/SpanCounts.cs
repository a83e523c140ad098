using Hone.Domain.Datasets;
using Hone.Training.Text.Tasks;

namespace Hone.Training.Text;

/// <summary>Counts how often types of spans and roles occur in each split.</summary>
internal sealed class SpanCounts
{
    private readonly SortedDictionary<string, Dictionary<SplitName, long>> counts = new(StringComparer.Ordinal);

    /// <summary>Counts the spans of a row.</summary>
    public void Add(SplitName split, IEnumerable<RowLabel> labels)
    {
        foreach (RowLabel label in labels)
        {
            if (!counts.TryGetValue(label.Name, out Dictionary<SplitName, long>? splits))
            {
                counts.Add(label.Name, splits = []);
            }

            splits[split] = splits.GetValueOrDefault(split) + 1;
        }
    }

    /// <summary>The counts, with a number for each of the given splits.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<SplitName, long>> ToReport(IReadOnlyList<SplitName> splits) => counts.ToDictionary(
        pair => pair.Key,
        pair => (IReadOnlyDictionary<SplitName, long>)splits.ToDictionary(split => split, split => pair.Value.GetValueOrDefault(split)));
}
