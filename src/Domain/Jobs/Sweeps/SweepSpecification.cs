using System.Text.Json;
using System.Text.Json.Serialization;
using Hone.Domain.Datasets;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Models;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;

namespace Hone.Domain.Jobs.Sweeps;

/// <summary>Learn a task in several ways, and keep the best.</summary>
public sealed record SweepSpecification : JobSpecification
{
    private const int MostChoices = 20;

    /// <summary>Name of the model; the best candidate becomes a version of it.</summary>
    [JsonPropertyOrder(-1)]
    public required string Model { get; init; }

    /// <summary>The data set, by name or id; it says which task, and needs a validation split.</summary>
    public required string Dataset { get; init; }

    /// <summary>The pretrained model versions to start from.</summary>
    public IReadOnlyList<string> Bases { get; init; } = [];

    /// <summary>A network to build and train from scratch beside the bases; needed where there are none.</summary>
    public ArchitectureOptions? Architecture { get; init; }

    /// <summary>The tokenizer to train on the training split for that network.</summary>
    public TokenizerOptions? Tokenizer { get; init; }

    /// <summary>The ways in which each base is adapted; full fine-tuning by default.</summary>
    public IReadOnlyList<StrategyOptions> Strategies { get; init; } = [new()];

    /// <summary>The options to try.</summary>
    public SweepTraining Training { get; init; } = new();

    public Pooling Pooling { get; init; } = Pooling.Mean;

    /// <summary>Learn which tags follow which, in a conditional random field. Token classification only.</summary>
    public bool Crf { get; init; }

    /// <summary>Learn which sense a predicate has. Semantic role labelling only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Senses { get; init; }

    /// <summary>The validation metric that decides, one of the task's; null: its first, by which fine-tuning chooses too.</summary>
    public string? Metric { get; init; }

    /// <summary>One in so many candidates goes on from each rung to the next, with so many times as many epochs.</summary>
    public int Eta { get; init; } = 3;

    public SweepBudget Budget { get; init; } = new();

    /// <summary>Draws the candidates, and is the seed of every training: same seed, same data, same machine, same sweep.</summary>
    public long Seed { get; init; } = 1;

    /// <inheritdoc/>
    [JsonIgnore]
    public override JobKind Kind => JobKind.Sweep;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string? ModelToMake => Model;

    /// <summary>The fewest epochs that a candidate may have in the last rung.</summary>
    [JsonIgnore]
    public int LeastEpochs => (int)Training.Epochs.Min;

    /// <summary>Every base, and the fresh network if there is one, with every strategy.</summary>
    public IEnumerable<(int? Base, int Strategy)> Arms() =>
        from start in Enumerable.Range(0, Bases.Count).Select(index => (int?)index).Concat(Architecture is null ? [] : new int?[] { null })
        from strategy in Enumerable.Range(0, Strategies.Count)
        select (start, strategy);

    /// <summary>Every problem of learning a task in these ways, on a data set with these splits.</summary>
    /// <param name="task">What the data set teaches.</param>
    /// <param name="splits">The parts of the data set that have rows.</param>
    /// <param name="families">The family of each base; null for one that is not known.</param>
    public IEnumerable<Problem> ValidateFor(TaskKind task, IEnumerable<SplitName> splits, IReadOnlyList<ModelFamily?> families)
    {
        bool canBeMeasured = Metric is null || TaskMetrics.Of(task).Contains(Metric);
        IEnumerable<Problem> ofArms = Arms().SelectMany(arm => ValidateArm(arm.Base, arm.Strategy, task, families));
        return
        [
            .. Check.That(splits.Contains(SplitName.Validation), ProblemCodes.EmptySplit, "dataset", "The data set has no validation split to judge candidates by."),
            .. Check.That(canBeMeasured, ProblemCodes.UnknownValue, "metric", $"'metric' must be one of {string.Join(", ", TaskMetrics.Of(task))} for {TaskNames.Of(task)}."),
            .. Check.That(
                Senses || Metric != TaskMetrics.Senses || !canBeMeasured, ProblemCodes.InvalidRequest, "metric", $"'metric' is {TaskMetrics.Senses}, which is measured with 'senses' only."),
            .. ofArms.DistinctBy(problem => (problem.Code, problem.Field)),
        ];
    }

    /// <inheritdoc/>
    public override IEnumerable<Problem> Validate()
    {
        Problem[] problems =
        [
            .. Check.Name("model", Model),
            .. Check.That(Dataset.Length > 0, ProblemCodes.MissingField, "dataset", "'dataset' must name a data set."),
            .. Check.That(Bases.Count <= MostChoices, ProblemCodes.OutOfRange, "bases", $"'bases' must name at most {MostChoices} models."),
            .. Check.That(Bases.Count > 0 || Architecture is not null, ProblemCodes.MissingField, "bases", "'bases' must name a model, or 'architecture' a network to train from scratch."),
            .. Bases.Index().SelectMany(start => ModelReference.Validate($"bases[{start.Index}]", start.Item)),
            .. Repeats("bases", Bases),
            .. Architecture?.Validate() ?? [],
            .. Check.That(Tokenizer is null || Architecture is not null, ProblemCodes.InvalidRequest, "tokenizer", "'tokenizer' is that of the network in 'architecture', which is not given."),
            .. Tokenizer?.ResolveFor((Architecture ?? new()).Family).Validate() ?? [],
            .. Check.That(Strategies.Count is > 0 and <= MostChoices, ProblemCodes.OutOfRange, "strategies", $"'strategies' must list 1 to {MostChoices} strategies."),
            .. Strategies.Index().SelectMany(strategy => ValidateStrategy(strategy.Item, $"strategies[{strategy.Index}]")),
            .. Repeats("strategies", [.. Strategies.Select(strategy => JsonSerializer.Serialize(strategy, HoneJson.Options))]),
            .. Training.Validate(),
            .. Check.That(
                Metric is null || TaskMetrics.All.Contains(Metric), ProblemCodes.UnknownValue, "metric", $"'metric' must be one of {string.Join(", ", TaskMetrics.All)}."),
            .. Check.Range("eta", Eta, 2, 10),
            .. Check.Range("seed", Seed, 0, long.MaxValue),
            .. Budget.Validate(),
        ];
        return problems.Length > 0 ? problems : ValidateBudget();
    }

    private IEnumerable<Problem> ValidateStrategy(StrategyOptions strategy, string path) =>
    [
        .. strategy.Validate(path),
        .. Check.That(
            strategy.LayerDecay == 1 || Training.LayerDecay is null,
            ProblemCodes.InvalidRequest,
            $"{path}.layerDecay",
            $"'training.layerDecay' is the layer decay of every strategy; '{path}.layerDecay' cannot be another."),
    ];

    /// <summary>Every base with every strategy gets a chance, or the budget is not one for this sweep.</summary>
    private IEnumerable<Problem> ValidateBudget()
    {
        int arms = Arms().Count();
        int needed = HalvingSchedule.For(arms, LeastEpochs, Eta).Jobs;
        return Check.That(
            needed <= Budget.Jobs,
            ProblemCodes.OutOfRange,
            "budget.jobs",
            $"'budget.jobs' is {Budget.Jobs}; every base with every strategy is {arms} candidates, for whose rungs {needed} jobs are needed.");
    }

    private IEnumerable<Problem> ValidateArm(int? start, int strategy, TaskKind task, IReadOnlyList<ModelFamily?> families)
    {
        if ((start is { } index ? families[index] : Architecture!.Family) is not { } family)
        {
            return [];
        }

        // Where a task knows no such option at all, its greatest value shows it.
        SweepCandidate greatest = new(start, strategy, Training.Given().ToDictionary(given => given.Option.Name, given => given.Range.Max));
        return greatest.Specify(this with { Metric = null }, greatest.Epochs).ValidateFor(task, family).Select(problem => Place(problem, start, strategy));
    }

    /// <summary>A problem of fine-tuning as one of the sweep that asks for it.</summary>
    private Problem Place(Problem problem, int? start, int strategy)
    {
        string field = problem.Field!;
        string place = field == "base" ? $"bases[{start}]" : field.StartsWith("strategy.", StringComparison.Ordinal) ? $"strategies[{strategy}]{field["strategy".Length..]}" : field;
        string message = problem.Message.Replace($"'{field}'", $"'{place}'", StringComparison.Ordinal);
        return problem with
        {
            Field = place,
            Message = place == field ? message : $"{message} So it is with {(start is { } index ? $"the base '{Bases[index]}'" : "the network from scratch")}.",
        };
    }

    private static IEnumerable<Problem> Repeats(string field, IReadOnlyList<string> items) =>
        Check.That(items.Distinct().Count() == items.Count, ProblemCodes.OutOfRange, field, $"'{field}' names one twice.");
}
