using Hone.Domain.Problems;
using Hone.Domain.Tasks;

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

    /// <summary>
    /// How much of the right answer's weight is spread over all answers (Szegedy et al. 2016), so that a model does not become surer than it should be.
    /// Text classification and token classification only.
    /// </summary>
    public double LabelSmoothing { get; init; }

    /// <summary>
    /// Probability of hiding a token of a training text from the network, anew each time the text comes (Iyyer et al. 2015), so that it does not rely on
    /// single words. Not of text generation, which has to say the token.
    /// </summary>
    public double TokenDropout { get; init; }

    /// <summary>Balanced: a mistake weighs the more the rarer the label is. Text classification only.</summary>
    public LabelBalance ClassWeights { get; init; } = LabelBalance.None;

    /// <summary>Balanced: an epoch draws examples, with repeats, such that every label comes as often as any other. Text classification only.</summary>
    public LabelBalance Sampling { get; init; } = LabelBalance.None;

    /// <summary>
    /// Fit a temperature on the validation split after training, so that scores are probabilities that can be trusted (Guo et al. 2017). It is
    /// stored with the model and changes no ranking. Text classification only.
    /// </summary>
    public bool Calibrate { get; init; }

    /// <summary>The number of passes over a training split of so many batches.</summary>
    public int EpochsFor(long batches) => Epochs ?? (int)Math.Clamp((1000 + batches - 1) / Math.Max(1, batches), 3, 20);

    /// <summary>Every option that a task does not have.</summary>
    public IEnumerable<Problem> ValidateFor(TaskKind task, string path = "training")
    {
        bool classifies = task == TaskKind.TextClassification;
        return
        [
            .. Foreign(LabelSmoothing != 0, task is TaskKind.TextClassification or TaskKind.TokenClassification, $"{path}.labelSmoothing", task),
            .. Foreign(TokenDropout != 0, task != TaskKind.TextGeneration, $"{path}.tokenDropout", task),
            .. Foreign(ClassWeights != LabelBalance.None, classifies, $"{path}.classWeights", task),
            .. Foreign(Sampling != LabelBalance.None, classifies, $"{path}.sampling", task),
            .. Foreign(Calibrate, classifies, $"{path}.calibrate", task),
            .. Check.That(
                EarlyStopping?.Metric is not { } metric || TaskMetrics.Of(task).Contains(metric),
                ProblemCodes.UnknownValue,
                $"{path}.earlyStopping.metric",
                $"'{path}.earlyStopping.metric' must be one of {string.Join(", ", TaskMetrics.Of(task))} for {TaskNames.Of(task)}."),
        ];
    }

    private static IEnumerable<Problem> Foreign(bool isGiven, bool isKnown, string field, TaskKind task) =>
        Check.That(!isGiven || isKnown, ProblemCodes.InvalidRequest, field, $"'{field}' is not an option of {TaskNames.Of(task)}.");

    /// <inheritdoc/>
    public override IEnumerable<Problem> Validate(string path = "training") =>
    [
        .. base.Validate(path),
        .. Check.Range($"{path}.epochs", Epochs, 1, 10_000),
        .. Check.Range($"{path}.labelSmoothing", LabelSmoothing, 0, 0.5),
        .. Check.Range($"{path}.tokenDropout", TokenDropout, 0, 0.9),
        .. EarlyStopping?.Validate($"{path}.earlyStopping") ?? [],
    ];
}
