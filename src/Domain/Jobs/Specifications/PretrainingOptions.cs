using Hone.Domain.Problems;

namespace Hone.Domain.Jobs.Specifications;

/// <summary>How a language model is pretrained.</summary>
public sealed record PretrainingOptions : TrainingOptions
{
    public PretrainingOptions()
    {
        BatchTokens = 8192;
        LearningRate = 1e-3;
    }

    /// <summary>Optimizer steps.</summary>
    public int Steps { get; init; } = 1000;

    /// <summary>Fraction of the tokens that the model has to predict (Devlin et al. 2019).</summary>
    public double MaskProbability { get; init; } = 0.15;

    /// <summary>
    /// Hide all tokens of a word or none: of an encoder, which then cannot guess the rest of a word from a part of it. Words are those between
    /// spaces and punctuation, or, in scripts without spaces, those that were learnt from the corpus.
    /// </summary>
    public bool WholeWordMasking { get; init; }

    /// <summary>Whether a token sees what stands in the same block but in another document.</summary>
    public DocumentBoundaries DocumentBoundaries { get; init; } = DocumentBoundaries.Ignore;

    /// <summary>Steps between two evaluations on held-out text.</summary>
    public int EvalEvery { get; init; } = 200;

    /// <summary>Fraction of the blocks held out for evaluation.</summary>
    public double ValidationFraction { get; init; } = 0.02;

    /// <inheritdoc/>
    public override IEnumerable<Problem> Validate(string path = "training") =>
    [
        .. base.Validate(path),
        .. Check.Range($"{path}.steps", Steps, 1, 10_000_000),
        .. Check.Range($"{path}.maskProbability", MaskProbability, 0.01, 0.9),
        .. Check.Range($"{path}.evalEvery", EvalEvery, 1, 10_000_000),
        .. Check.Range($"{path}.validationFraction", ValidationFraction, 0, 0.5),
    ];
}
