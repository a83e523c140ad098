using System.Text.Json.Serialization;
using Hone.Domain.Models;
using Hone.Domain.Problems;

namespace Hone.Domain.Jobs.Specifications;

/// <summary>Learn a task from a data set.</summary>
public sealed record FinetuneSpecification : JobSpecification
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

    public StrategyOptions Strategy { get; init; } = new();

    public FinetuningOptions Training { get; init; } = new();

    /// <inheritdoc/>
    [JsonIgnore]
    public override JobKind Kind => JobKind.Finetune;

    /// <inheritdoc/>
    [JsonIgnore]
    public override long Seed => Training.Seed;

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
        .. Check.That(
            Architecture is null or { Family: ModelFamily.TransformerEncoder },
            ProblemCodes.InvalidRequest,
            "architecture.family",
            "Text classification is learnt by encoders only (family transformer-encoder)."),
        .. Tokenizer?.ResolveFor((Architecture ?? new()).Family).Validate() ?? [],
        .. Training.Validate(),
    ];
}
