using System.Text.Json.Serialization;
using Hone.Domain.Models;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;

namespace Hone.Domain.Jobs.Specifications;

/// <summary>Learn a task from a data set.</summary>
public sealed record FinetuneSpecification : TrainingSpecification
{
    /// <summary>The data set, by name or id; it says which task.</summary>
    public required string Dataset { get; init; }

    /// <summary>The pretrained model version to start from. Null starts from scratch.</summary>
    public string? Base { get; init; }

    /// <summary>
    /// Take the base's architecture and tokenizer but fresh weights: the comparison that shows what pretraining brought.
    /// </summary>
    public bool Reinitialize { get; init; }

    /// <summary>The network to build; only without a base.</summary>
    public ArchitectureOptions? Architecture { get; init; }

    /// <summary>The tokenizer to train on the training split; only without a base.</summary>
    public TokenizerOptions? Tokenizer { get; init; }

    public Pooling Pooling { get; init; } = Pooling.Mean;

    /// <summary>
    /// Learn which tags follow which, in a conditional random field (Lafferty et al. 2001). Without it tags are judged one by one; what is no sequence of
    /// tags comes out either way never. Token classification only.
    /// </summary>
    public bool Crf { get; init; }

    /// <summary>
    /// Learn which sense a predicate has, such as PropBank's <c>write.01</c>, beside its roles; rows of the training split must say so in <c>sense</c>.
    /// Semantic role labelling only.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Senses { get; init; }

    public StrategyOptions Strategy { get; init; } = new();

    public FinetuningOptions Training { get; init; } = new();

    /// <inheritdoc/>
    [JsonIgnore]
    public override JobKind Kind => JobKind.Finetune;

    /// <inheritdoc/>
    [JsonIgnore]
    public override long Seed => Training.Seed;

    /// <summary>Every problem of learning a task in this way on a network of some family.</summary>
    public IEnumerable<Problem> ValidateFor(TaskKind task, ModelFamily family)
    {
        string field = Base is null ? "architecture.family" : "base";
        string code = Base is null ? ProblemCodes.InvalidRequest : ProblemCodes.WrongBase;
        return
        [
            .. Check.That(
                TaskFamilies.Of(task).Contains(family),
                code,
                field,
                $"{TaskNames.Of(task)} is not learnt on the family {HoneJson.Name(family)}; it is on {string.Join(" and ", TaskFamilies.Of(task).Select(HoneJson.Name))}."),
            .. Check.That(
                task != TaskKind.TextClassification || Pooling != Pooling.Cls || family == ModelFamily.TransformerEncoder,
                ProblemCodes.InvalidRequest,
                "pooling",
                "'pooling' can be cls on encoders only: no other network's first state has seen the text."),
            .. Check.That(
                task is not (TaskKind.SentenceSimilarity or TaskKind.TextGeneration) || Strategy.Kind is StrategyKind.Full or StrategyKind.Lora,
                ProblemCodes.InvalidRequest,
                "strategy.kind",
                $"'strategy.kind' must be full or lora for {TaskNames.Of(task)}, which has no head of its own to begin with."),
            .. Check.That(!Crf || task == TaskKind.TokenClassification, ProblemCodes.InvalidRequest, "crf", $"'crf' is not an option of {TaskNames.Of(task)}."),
            .. Check.That(
                !Crf || Training.LabelSmoothing == 0,
                ProblemCodes.InvalidRequest,
                "training.labelSmoothing",
                "'training.labelSmoothing' smooths tags judged one by one; with 'crf' whole sequences are."),
            .. Check.That(
                !Senses || task == TaskKind.SemanticRoleLabeling, ProblemCodes.InvalidRequest, "senses", $"'senses' is not an option of {TaskNames.Of(task)}."),
            .. Check.That(
                Senses || task != TaskKind.SemanticRoleLabeling || Training.EarlyStopping?.Metric != TaskMetrics.Senses,
                ProblemCodes.InvalidRequest,
                "training.earlyStopping.metric",
                $"'training.earlyStopping.metric' is {TaskMetrics.Senses}, which is measured with 'senses' only."),
            .. Strategy.ValidateFor(family),
            .. Training.ValidateFor(task),
        ];
    }

    /// <inheritdoc/>
    public override IEnumerable<Problem> Validate() =>
    [
        .. Check.Name("model", Model),
        .. Check.That(Dataset.Length > 0, ProblemCodes.MissingField, "dataset", "'dataset' must name a data set."),
        .. Base is null ? [] : ModelReference.Validate("base", Base),
        .. Check.That(Base is null || Architecture is null, ProblemCodes.InvalidRequest, "architecture", "'architecture' comes from the base; give one or the other."),
        .. Check.That(Base is null || Tokenizer is null, ProblemCodes.InvalidRequest, "tokenizer", "'tokenizer' comes from the base; give one or the other."),
        .. Check.That(Base is not null || !Reinitialize, ProblemCodes.InvalidRequest, "reinitialize", "'reinitialize' needs a base to take architecture and tokenizer from."),
        .. Architecture?.Validate() ?? [],
        .. Tokenizer?.ResolveFor((Architecture ?? new()).Family).Validate() ?? [],
        .. Strategy.Validate(),
        .. Training.Validate(),
    ];
}
