namespace Hone.Training.Tasks;

/// <summary>How often each label occurs in the training split, and what makes up for it.</summary>
internal sealed class LabelCounts
{
    private readonly Dictionary<string, int> indices;
    private readonly long[] counts;
    private readonly long examples;
    private readonly long unlabelled;

    /// <param name="rows">The labels of each example.</param>
    /// <param name="labels">All labels in the order of their indices.</param>
    public LabelCounts(IEnumerable<IReadOnlyList<string>> rows, IReadOnlyList<string> labels)
    {
        indices = labels.Index().ToDictionary(label => label.Item, label => label.Index, StringComparer.Ordinal);
        counts = new long[labels.Count];
        foreach (IReadOnlyList<string> row in rows)
        {
            examples++;
            unlabelled += row.Count == 0 ? 1 : 0;
            foreach (string label in row)
            {
                counts[indices[label]]++;
            }
        }
    }

    /// <summary>
    /// Where an example has one label, what a mistake about it weighs: examples / (labels · examples of the label), so that it is 1 on average. A label
    /// without examples weighs 1.
    /// </summary>
    public float[] ClassWeights => [.. counts.Select(count => count == 0 ? 1 : (float)examples / (counts.Length * count))];

    /// <summary>Where an example has any number of labels, what missing one weighs against giving it wrongly: how many do not have it to one that does.</summary>
    public float[] PositiveWeights => [.. counts.Select(count => count == 0 ? 1 : (float)(examples - count) / count)];

    /// <summary>The indices of labels.</summary>
    public int[] Indices(IReadOnlyList<string> labels) => [.. labels.Select(label => indices[label])];

    /// <summary>One to how many examples have the rarest of some labels; to how many have none, of none.</summary>
    public double Rarity(IReadOnlyList<int> labels) => 1.0 / Math.Max(1, labels.Count == 0 ? unlabelled : labels.Min(label => counts[label]));
}
