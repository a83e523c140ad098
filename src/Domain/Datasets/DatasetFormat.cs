namespace Hone.Domain.Datasets;

/// <summary>How the rows of an uploaded data set are written.</summary>
public enum DatasetFormat
{
    /// <summary>One JSON object per line.</summary>
    Jsonl,

    /// <summary>Comma-separated values (RFC 4180) with a header line.</summary>
    Csv,

    /// <summary>Tab-separated values with a header line; quotes have no meaning.</summary>
    Tsv,

    /// <summary>
    /// One word per line with its tag in a column, separated by tabs or blanks; an empty line between sentences; <c>-DOCSTART-</c> lines
    /// and, before a sentence, <c>#</c> comments are passed over.
    /// </summary>
    Conll,
}
