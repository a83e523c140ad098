namespace Hone.Training.Text;

/// <summary>A split of a data set in canonical form: for text classification <c>{"text":…,"label":…}</c> on each line.</summary>
public static class CanonicalDataset
{
    /// <summary>Reads the examples in their order, one at a time.</summary>
    /// <param name="path">The stored split.</param>
    public static IEnumerable<ClassificationExample> ReadClassification(string path) => CanonicalLines.Read<ClassificationExample>(path);
}
