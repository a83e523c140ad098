using Hone.Domain.Problems;

namespace Hone.Domain.Jobs.Specifications;

/// <summary>What pretraining and fine-tuning have in common: the optimizer (AdamW, Loshchilov &amp; Hutter 2019) and its schedule.</summary>
public abstract record TrainingOptions
{
    /// <summary>Tokens learnt from in one optimizer step.</summary>
    public int BatchTokens { get; init; }

    /// <summary>The highest learning rate, reached at the end of warm-up.</summary>
    public double LearningRate { get; init; }

    public ScheduleKind Schedule { get; init; } = ScheduleKind.Linear;

    /// <summary>Fraction of all steps over which the learning rate rises from zero.</summary>
    public double Warmup { get; init; } = 0.06;

    /// <summary>Decoupled weight decay; biases and layer norms have none.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Gradients are scaled down to this Euclidean norm; 0 leaves them as they are.</summary>
    public double GradientClip { get; init; } = 1.0;

    /// <summary>Probability of dropping an activation while training (Srivastava et al. 2014).</summary>
    public double Dropout { get; init; }

    public Precision Precision { get; init; } = Precision.Auto;

    /// <summary>Same seed, same data, same machine: same model.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Every problem of these options; none when they can be trained with.</summary>
    public virtual IEnumerable<Problem> Validate(string path = "training") =>
    [
        .. Check.Range($"{path}.batchTokens", BatchTokens, 64, 1_048_576),
        .. Check.Range($"{path}.learningRate", LearningRate, 1e-8, 1),
        .. Check.Range($"{path}.warmup", Warmup, 0, 1),
        .. Check.Range($"{path}.weightDecay", WeightDecay, 0, 1),
        .. Check.Range($"{path}.gradientClip", GradientClip, 0, 1000),
        .. Check.Range($"{path}.dropout", Dropout, 0, 0.9),
        .. Check.Range($"{path}.seed", Seed, 0, long.MaxValue),
    ];
}
