using System.Text.Json.Serialization;
using Hone.Domain.Problems;

namespace Hone.Domain.Jobs.Specifications;

/// <summary>How a task is learnt.</summary>
public sealed record FinetuningOptions : TrainingOptions
{
    public FinetuningOptions()
    {
        BatchTokens = 4096;
        LearningRate = 3e-4;
        Warmup = 0.1;
        Dropout = 0.1;
    }

    /// <summary>Passes over the training split, at most; early stopping may end it sooner.</summary>
    public int Epochs { get; init; } = 3;

    /// <summary>Null: every epoch is trained. The best checkpoint is kept either way.</summary>
    public EarlyStoppingOptions? EarlyStopping { get; init; }

    /// <summary>The validation metric that chooses the best checkpoint.</summary>
    [JsonIgnore]
    public string BestMetric => EarlyStopping?.Metric ?? EarlyStoppingOptions.DefaultMetric;

    /// <inheritdoc/>
    public override IEnumerable<Problem> Validate(string path = "training") =>
    [
        .. base.Validate(path),
        .. Check.Range($"{path}.epochs", Epochs, 1, 10_000),
        .. EarlyStopping?.Validate($"{path}.earlyStopping") ?? [],
    ];
}
