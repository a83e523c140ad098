namespace Hone.Training.Text;

/// <summary>A corpus in canonical form: <c>{"text":…}</c> on each line.</summary>
public static class CanonicalCorpus
{
    /// <summary>Reads the documents in their order, one at a time.</summary>
    /// <param name="path">The stored corpus.</param>
    public static IEnumerable<string> ReadDocuments(string path) => CanonicalLines.Read<CorpusDocument>(path).Select(document => document.Text);

    /// <summary>Reads some documents.</summary>
    /// <param name="path">The stored corpus.</param>
    /// <param name="offset">How many documents to pass over.</param>
    /// <param name="limit">How many to read at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<IReadOnlyList<string>> ReadPageAsync(string path, long offset, int limit, CancellationToken cancellationToken) =>
        [.. (await CanonicalLines.ReadPageAsync<CorpusDocument>(path, offset, limit, cancellationToken)).Select(document => document.Text)];
}
