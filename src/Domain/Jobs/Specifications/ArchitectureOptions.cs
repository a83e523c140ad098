using Hone.Domain.Problems;

namespace Hone.Domain.Jobs.Specifications;

/// <summary>The network to build: a preset, and whatever of it is to be different.</summary>
public sealed record ArchitectureOptions
{
    /// <summary>Where an encoder normalises unless told otherwise.</summary>
    public const NormPlacement DefaultNorm = NormPlacement.Post;

    public ModelFamily Family { get; init; } = ModelFamily.TransformerEncoder;

    public ArchitecturePreset Preset { get; init; } = ArchitecturePreset.Mini;

    /// <summary>The longest sequence that is learnt from and predicted for, in tokens; a transformer has positions for no more.</summary>
    public int MaxLength { get; init; } = 128;

    /// <summary>Overrides the preset's number of layers.</summary>
    public int? Layers { get; init; }

    /// <summary>Overrides the preset's hidden size.</summary>
    public int? Hidden { get; init; }

    /// <summary>Overrides the preset's number of attention heads.</summary>
    public int? Heads { get; init; }

    /// <summary>Overrides the inner size of the feed-forward layers, four times the hidden size by default.</summary>
    public int? Intermediate { get; init; }

    /// <summary>
    /// Where an encoder's layers normalise: <c>post</c> as in BERT, or <c>pre</c> as in Hugging Face's <c>roberta-prelayernorm</c>.
    /// </summary>
    public NormPlacement? Norm { get; init; }

    /// <summary>The cell of a recurrent network; LSTM by default.</summary>
    public RecurrentCell? Cell { get; init; }

    /// <summary>Whether a recurrent network also reads from the end to the beginning.</summary>
    public bool Bidirectional { get; init; }

    /// <summary>These options with every size that the preset gives written out.</summary>
    public ArchitectureOptions Resolve()
    {
        (int layers, int hidden, int heads) = Preset switch
        {
            ArchitecturePreset.Tiny => (2, 128, 2),
            ArchitecturePreset.Mini => (4, 256, 4),
            ArchitecturePreset.Small => (4, 512, 8),
            ArchitecturePreset.Medium => (8, 512, 8),
            ArchitecturePreset.Base => (12, 768, 12),
            _ => throw new InvalidOperationException($"No sizes are known for the preset {Preset}."),
        };
        int width = Hidden ?? hidden;
        bool isRecurrent = Family == ModelFamily.Rnn;
        return this with
        {
            Layers = Layers ?? layers,
            Hidden = width,
            Heads = isRecurrent ? null : Heads ?? heads,
            Intermediate = isRecurrent ? null : Intermediate ?? 4 * width,
            Norm = Family == ModelFamily.TransformerEncoder ? Norm ?? DefaultNorm : null,
            Cell = isRecurrent ? Cell ?? RecurrentCell.Lstm : null,
        };
    }

    /// <summary>Every problem of these options; none when a network can be built from them.</summary>
    public IEnumerable<Problem> Validate(string path = "architecture")
    {
        List<Problem> problems =
        [
            .. Check.Range($"{path}.maxLength", MaxLength, 8, 4096),
            .. Check.Range($"{path}.layers", Layers, 1, 48),
            .. Check.Range($"{path}.hidden", Hidden, 8, 4096),
            .. Check.Range($"{path}.heads", Heads, 1, 64),
            .. Check.Range($"{path}.intermediate", Intermediate, 8, 16384),
            .. Foreign(Norm is not null && Family != ModelFamily.TransformerEncoder, $"{path}.norm", "encoders"),
            .. Family == ModelFamily.Rnn
                ? [.. Foreign(Heads is not null, $"{path}.heads", "transformers"), .. Foreign(Intermediate is not null, $"{path}.intermediate", "transformers")]
                : (IEnumerable<Problem>)[.. Foreign(Cell is not null, $"{path}.cell", "recurrent networks"), .. Foreign(Bidirectional, $"{path}.bidirectional", "recurrent networks")],
        ];
        if (problems.Count == 0 && Resolve() is { Hidden: int hidden, Heads: int heads } && hidden % heads != 0)
        {
            problems.Add(new Problem(ProblemCodes.OutOfRange, $"The hidden size {hidden} cannot be divided among {heads} heads.") { Field = $"{path}.heads" });
        }

        return problems;
    }

    private static IEnumerable<Problem> Foreign(bool isGiven, string field, string owners) =>
        Check.That(!isGiven, ProblemCodes.InvalidRequest, field, $"'{field}' is an option of {owners} only.");
}
