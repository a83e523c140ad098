namespace Hone.Domain.Predictions;

/// <summary>How the inputs of an uploaded file are written.</summary>
public enum InputFormat
{
    /// <summary>One input per line: a JSON string, or an object with its fields.</summary>
    Jsonl,

    /// <summary>Comma-separated values (RFC 4180) with a header line.</summary>
    Csv,

    /// <summary>Tab-separated values with a header line; quotes have no meaning.</summary>
    Tsv,

    /// <summary>One text per line.</summary>
    Text,
}
