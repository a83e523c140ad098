namespace Hone.Domain.Corpora;

/// <summary>How an uploaded corpus is divided into documents.</summary>
public enum CorpusFormat
{
    /// <summary>Plain text; blank lines separate documents.</summary>
    Text,

    /// <summary>One JSON object per line, its <c>text</c> a document.</summary>
    Jsonl,
}
