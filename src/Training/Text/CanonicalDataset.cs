namespace Hone.Training.Text;

/// <summary>A split of a data set in canonical form: for text classification <c>{"text":…,"label":…}</c> on each line.</summary>
public static class CanonicalDataset
{
    /// <summary>Reads the examples in their order, one at a time.</summary>
    /// <param name="path">The stored split.</param>
    public static IEnumerable<ClassificationExample> ReadClassification(string path) => CanonicalLines.Read<ClassificationExample>(path);

    /// <summary>Reads some examples.</summary>
    /// <param name="path">The stored split.</param>
    /// <param name="offset">How many examples to pass over.</param>
    /// <param name="limit">How many to read at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static Task<IReadOnlyList<ClassificationExample>> ReadClassificationPageAsync(
        string path, long offset, int limit, CancellationToken cancellationToken) =>
        CanonicalLines.ReadPageAsync<ClassificationExample>(path, offset, limit, cancellationToken);
}
