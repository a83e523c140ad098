namespace Hone.Api.Predictions.Jobs;

/// <summary>How the predictions of a job are asked for.</summary>
public sealed record PredictionsRequest
{
    /// <summary>The form of the file; without it <c>csv</c> where the <c>Accept</c> header prefers <c>text/csv</c>, else <c>jsonl</c>.</summary>
    public PredictionsFormat? Format { get; init; }
}

/// <summary>The form of a file of predictions.</summary>
public enum PredictionsFormat
{
    /// <summary>One JSON object per line.</summary>
    Jsonl,

    /// <summary>Comma-separated values (RFC 4180) with a header line.</summary>
    Csv,
}
