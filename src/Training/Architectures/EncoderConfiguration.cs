using Hone.Domain.Jobs.Specifications;
using Hone.Training.Architectures.Layouts;

namespace Hone.Training.Architectures;

/// <summary>The sizes of an encoder.</summary>
public sealed record EncoderConfiguration
{
    /// <summary>Which of Hugging Face's encoders it is.</summary>
    public EncoderLayout Layout { get; init; } = EncoderLayouts.Bert;

    public required int VocabularySize { get; init; }

    public required int Hidden { get; init; }

    public required int Layers { get; init; }

    public required int Heads { get; init; }

    public required int Intermediate { get; init; }

    /// <summary>The longest sequence, in tokens.</summary>
    public required int MaxLength { get; init; }

    /// <summary>How many kinds of token have embeddings of their own; zero for none. Every token is of the first.</summary>
    public int TokenTypes { get; init; } = 2;

    public double Dropout { get; init; } = 0.1;

    /// <summary>Zero: fused attention kernels have no dropout, and small models do without.</summary>
    public double AttentionDropout { get; init; }

    public double LayerNormEpsilon { get; init; } = 1e-12;

    public double InitializerRange { get; init; } = 0.02;

    /// <summary>The name of the feed-forward networks' activation.</summary>
    public string Activation { get; init; } = "gelu";

    public int PadToken { get; init; }

    /// <summary>The row of the first position in the table of positions.</summary>
    public int PositionOffset => Layout.PositionOffset(PadToken);

    /// <summary>Rows of the table of positions, the unused ones included.</summary>
    public int PositionRows => MaxLength + PositionOffset;

    /// <summary>The sizes that options ask for, without dropout.</summary>
    /// <param name="options">Layers, widths and the place of norms.</param>
    /// <param name="vocabularySize">How many tokens there are.</param>
    /// <param name="padToken">The id that no text has: positions are counted from there in some layouts.</param>
    public static EncoderConfiguration From(ArchitectureOptions options, int vocabularySize, int padToken = 0)
    {
        ArchitectureOptions resolved = options.Resolve();
        return new EncoderConfiguration
        {
            Layout = EncoderLayouts.For(resolved.Norm!.Value),
            VocabularySize = vocabularySize,
            Hidden = resolved.Hidden!.Value,
            Layers = resolved.Layers!.Value,
            Heads = resolved.Heads!.Value,
            Intermediate = resolved.Intermediate!.Value,
            MaxLength = resolved.MaxLength,
            Dropout = 0,
            InitializerRange = Initialization.RangeFor(resolved.Hidden.Value),
            PadToken = padToken,
        };
    }
}
