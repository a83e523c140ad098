namespace Hone.Training.Text;

/// <summary>A corpus in canonical form: <c>{"text":…}</c> on each line.</summary>
public static class CanonicalCorpus
{
    /// <summary>Reads the documents in their order, one at a time.</summary>
    /// <param name="path">The stored corpus.</param>
    public static IEnumerable<string> ReadDocuments(string path) => CanonicalLines.Read<CorpusDocument>(path).Select(document => document.Text);
}
