namespace Hone.Training.Text;

/// <summary>
/// The labels of a data set and the sets of them that rows have, both numbered in the order in which they are first seen. Where every row
/// has one label, labels and sets have the same numbers.
/// </summary>
internal sealed class LabelSets
{
    private readonly Dictionary<string, int> labels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> known = new(StringComparer.Ordinal);
    private readonly List<int[]> sets = [];

    /// <summary>The labels in the order of their numbers.</summary>
    public IReadOnlyList<string> Labels => [.. labels.Keys];

    /// <summary>How many labels there are.</summary>
    public int Count => labels.Count;

    /// <summary>How many sets there are.</summary>
    public int Sets => sets.Count;

    /// <summary>The labels of a set, ascending, without repeats.</summary>
    public IReadOnlyList<int> this[int set] => sets[set];

    /// <summary>The number of a label, or null when it is not known.</summary>
    public int? Find(string label) => labels.TryGetValue(label, out int number) ? number : null;

    /// <summary>Adds a label that is not known.</summary>
    public int Add(string label)
    {
        labels.Add(label, labels.Count);
        return labels.Count - 1;
    }

    /// <summary>The number of a set of labels.</summary>
    public int NumberOf(IEnumerable<int> some)
    {
        int[] set = [.. some.Distinct().Order()];
        string key = string.Create(set.Length * 2, set, (characters, numbers) =>
        {
            for (int i = 0; i < numbers.Length; i++)
            {
                characters[2 * i] = (char)(numbers[i] & 0xFFFF);
                characters[(2 * i) + 1] = (char)(numbers[i] >> 16);
            }
        });
        if (!known.TryGetValue(key, out int number))
        {
            known.Add(key, number = sets.Count);
            sets.Add(set);
        }

        return number;
    }
}
