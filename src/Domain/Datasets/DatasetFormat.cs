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
}
