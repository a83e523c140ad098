using System.Text.Json.Serialization;
using Hone.Domain.Problems;

namespace Hone.Domain.Jobs.Specifications;

/// <summary>How a task is learnt.</summary>
public sealed record FinetuningOptions : TrainingOptions
{
    public FinetuningOptions()
    {
        BatchTokens = 1024;
        LearningRate = 5e-4;
        Warmup = 0.1;
        Dropout = 0.1;
    }

    /// <summary>
    /// Passes over the training split, at most; early stopping may end it sooner. Null: as many as make a thousand steps, from 3 for large data
    /// sets to 20 for small ones.
    /// </summary>
    public int? Epochs { get; init; }

    /// <summary>Null: every epoch is trained. The best checkpoint is kept either way.</summary>
    public EarlyStoppingOptions? EarlyStopping { get; init; }

    /// <summary>The validation metric that chooses the best checkpoint.</summary>
    [JsonIgnore]
    public string BestMetric => EarlyStopping?.Metric ?? EarlyStoppingOptions.DefaultMetric;

    /// <summary>The number of passes over a training split of so many batches.</summary>
    public int EpochsFor(long batches) => Epochs ?? (int)Math.Clamp((1000 + batches - 1) / Math.Max(1, batches), 3, 20);

    /// <inheritdoc/>
    public override IEnumerable<Problem> Validate(string path = "training") =>
    [
        .. base.Validate(path),
        .. Check.Range($"{path}.epochs", Epochs, 1, 10_000),
        .. EarlyStopping?.Validate($"{path}.earlyStopping") ?? [],
    ];
}
