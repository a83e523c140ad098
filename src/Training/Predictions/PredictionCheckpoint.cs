namespace Hone.Training.Predictions;

/// <summary>How far a job that predicts has come: to the end of a chunk.</summary>
public sealed record PredictionCheckpoint
{
    /// <summary>Rows that are written.</summary>
    public long Rows { get; init; }

    /// <summary>Rows among them that have an error instead of a prediction.</summary>
    public long Errors { get; init; }

    /// <summary>Inputs that were cut off because they are longer than the model reads.</summary>
    public long Truncated { get; init; }

    /// <summary>Tokens that were computed, special tokens included; of text generation those that were generated.</summary>
    public long Tokens { get; init; }

    /// <summary>Bytes of the canonical inputs that the rows take.</summary>
    public long InputBytes { get; init; }

    /// <summary>Bytes of the predictions.</summary>
    public long OutputBytes { get; init; }
}
