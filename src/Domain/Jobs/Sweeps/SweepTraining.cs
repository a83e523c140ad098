using Hone.Domain.Problems;

namespace Hone.Domain.Jobs.Sweeps;

/// <summary>
/// The training options that a sweep tries: each a number, an array of numbers to choose from, or <c>{"min", "max"}</c> to choose from all between, with
/// <c>"scale": "log"</c> by steps that multiply. What is left out is what it is by default in fine-tuning.
/// </summary>
public sealed record SweepTraining
{
    /// <summary>Passes over the training split that a candidate makes if it gets as far as the last rung. 9 by default.</summary>
    public SearchRange Epochs { get; init; } = SearchRange.Of(9);

    /// <summary>The highest learning rate, reached at the end of warm-up.</summary>
    public SearchRange? LearningRate { get; init; }

    /// <summary>Tokens learnt from in one optimizer step.</summary>
    public SearchRange? BatchTokens { get; init; }

    /// <summary>Probability of dropping an activation while training.</summary>
    public SearchRange? Dropout { get; init; }

    /// <summary>Decoupled weight decay.</summary>
    public SearchRange? WeightDecay { get; init; }

    /// <summary>Fraction of all steps over which the learning rate rises from zero.</summary>
    public SearchRange? Warmup { get; init; }

    /// <summary>How much of the right answer's weight is spread over all answers.</summary>
    public SearchRange? LabelSmoothing { get; init; }

    /// <summary>Probability of hiding a token of a training text from the network.</summary>
    public SearchRange? TokenDropout { get; init; }

    /// <summary>What the learning rate is multiplied by from each layer to the one below it, with every strategy.</summary>
    public SearchRange? LayerDecay { get; init; }

    /// <summary>The options that are given, with their ranges.</summary>
    internal IReadOnlyList<(SweepOption Option, SearchRange Range)> Given() =>
        [.. SweepOption.All.Select(option => (option, Range: option.RangeIn(this))).Where(given => given.Range is not null).Select(given => (given.option, given.Range!))];

    /// <summary>Every problem of these options that can be seen without knowing the task.</summary>
    public IEnumerable<Problem> Validate(string path = "training") => Given().SelectMany(given => given.Option.Validate(given.Range, path));
}
