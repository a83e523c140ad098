using System.Text.Json.Serialization;
using Hone.Domain.Models;
using Hone.Domain.Problems;

namespace Hone.Domain.Jobs.Specifications;

/// <summary>Learn a language model from corpora.</summary>
public sealed record PretrainSpecification : TrainingSpecification
{
    private const int MostCorpora = 100;

    /// <summary>Corpora to learn from, by name or id.</summary>
    public required IReadOnlyList<string> Corpora { get; init; }

    /// <summary>A model version to go on from: its architecture, tokenizer and weights. Null starts afresh.</summary>
    public string? Base { get; init; }

    /// <summary>The network to build; only without a base.</summary>
    public ArchitectureOptions? Architecture { get; init; }

    /// <summary>The tokenizer to train; only without a base.</summary>
    public TokenizerOptions? Tokenizer { get; init; }

    public PretrainingOptions Training { get; init; } = new();

    /// <inheritdoc/>
    [JsonIgnore]
    public override JobKind Kind => JobKind.Pretrain;

    /// <inheritdoc/>
    [JsonIgnore]
    public override long Seed => Training.Seed;

    /// <inheritdoc/>
    public override IEnumerable<Problem> Validate() =>
    [
        .. Check.Name("model", Model),
        .. Check.That(Corpora.Count is > 0 and <= MostCorpora, ProblemCodes.OutOfRange, "corpora", $"'corpora' must name 1 to {MostCorpora} corpora."),
        .. Check.That(Corpora.Distinct().Count() == Corpora.Count, ProblemCodes.OutOfRange, "corpora", "'corpora' names a corpus twice."),
        .. Base is null ? [] : ModelReference.Validate("base", Base),
        .. Check.That(Base is null || Architecture is null, ProblemCodes.InvalidRequest, "architecture", "'architecture' comes from the base; give one or the other."),
        .. Check.That(Base is null || Tokenizer is null, ProblemCodes.InvalidRequest, "tokenizer", "'tokenizer' comes from the base; give one or the other."),
        .. Architecture?.Validate() ?? [],
        .. Tokenizer?.ResolveFor((Architecture ?? new()).Family).Validate() ?? [],
        .. Training.Validate(),
        .. Check.That(
            Base is not null || !Training.WholeWordMasking || (Architecture ?? new()).Family == ModelFamily.TransformerEncoder,
            ProblemCodes.OutOfRange,
            "training.wholeWordMasking",
            "'training.wholeWordMasking' is for encoders; the other families learn without masks."),
    ];
}
