using System.Text.Json.Serialization;
using Hone.Domain.Datasets;
using Hone.Domain.Models;
using Hone.Domain.Problems;

namespace Hone.Domain.Jobs.Specifications;

/// <summary>Judge a model version on a split of a data set of its task.</summary>
public sealed record EvaluateSpecification : JobSpecification
{
    // Of fewer draws, one is more than the 2.5 % that an interval leaves out at either end.
    private const int FewestResamples = 40;
    private const int MostResamples = 100_000;
    private const int MostWorstExamples = 100;

    /// <summary>The version to judge: <c>name</c>, <c>name@alias</c> or <c>name:3</c>.</summary>
    public required string Model { get; init; }

    /// <summary>The data set, by name or id.</summary>
    public required string Dataset { get; init; }

    /// <summary>The split to judge on. Null: test, else validation, else train, whichever there is.</summary>
    public SplitName? Split { get; init; }

    /// <summary>Another version, named as <see cref="Model"/> is, to be judged on the same rows and compared.</summary>
    public string? CompareWith { get; init; }

    /// <summary>How many of the examples that the model does worst on are kept, with their texts and what it says of them; 0 to 100.</summary>
    public int WorstExamples { get; init; } = 20;

    /// <summary>
    /// How often rows are drawn anew for the intervals, and the answers of both models exchanged for the test of their difference, 40 to 100000; 0 leaves both out.
    /// </summary>
    public int Resamples { get; init; } = 1000;

    /// <summary>Same seed, same data, same models: same intervals.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Tokens computed at once. Null: what the version was fine-tuned with, so that it is judged exactly as it was then.</summary>
    public int? BatchTokens { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override JobKind Kind => JobKind.Evaluate;

    /// <summary>The split that is judged on, of those that a data set has.</summary>
    public SplitName SplitOf(IEnumerable<SplitName> splits) => Split ?? splits.Max(); // they are declared in their order

    /// <inheritdoc/>
    public override IEnumerable<Problem> Validate() =>
    [
        .. ModelReference.Validate("model", Model),
        .. Check.That(Dataset.Length > 0, ProblemCodes.MissingField, "dataset", "'dataset' must name a data set."),
        .. CompareWith is null ? [] : ModelReference.Validate("compareWith", CompareWith),
        .. Check.Range("worstExamples", WorstExamples, 0, MostWorstExamples),
        .. Check.Range("resamples", Resamples, 0, MostResamples),
        .. Check.That(
            Resamples is <= 0 or >= FewestResamples,
            ProblemCodes.OutOfRange,
            "resamples",
            $"'resamples' is {Resamples}; an interval needs at least {FewestResamples}, and 0 leaves intervals out."),
        .. Check.Range("seed", Seed, 0, long.MaxValue),
        .. Check.Range("batchTokens", BatchTokens, 64, 1_048_576),
    ];
}
