using Hone.Domain.Jobs.Specifications;

namespace Hone.Training.Architectures.Layouts;

/// <summary>
/// How one of Hugging Face's kinds of encoder differs from the others: the names of its weights and of its sizes, where it normalises, and
/// how its head of a classifier is built. One network computes them all; a layout is what it is loaded from and saved as.
/// </summary>
public sealed record EncoderLayout
{
    /// <summary>Its <c>model_type</c> in <c>config.json</c>.</summary>
    public required string ModelType { get; init; }

    /// <summary>What the names of its classes begin with: <c>Bert</c> of <c>BertForMaskedLM</c>.</summary>
    public required string ClassName { get; init; }

    /// <summary>What the names of the encoder's own weights begin with, a dot at the end.</summary>
    public required string Prefix { get; init; }

    /// <summary>Where its layers normalise.</summary>
    public NormPlacement Norm { get; init; } = NormPlacement.Post;

    /// <summary>
    /// Whether positions are counted from one behind the id of the padding token, as in fairseq; the rows of the table before that are not used.
    /// </summary>
    public bool CountsPositionsFromPadding { get; init; }

    /// <summary>The names of its sizes in <c>config.json</c>.</summary>
    public required EncoderKeys Keys { get; init; }

    /// <summary>The names of an encoder layer's parts, behind <see cref="EncoderNames.Layers"/> and a number.</summary>
    public required EncoderNames Names { get; init; }

    /// <summary>The names of the head that predicts tokens.</summary>
    public required LanguageModelHeadNames LanguageModelHead { get; init; }

    /// <summary>The head that judges texts by their first token.</summary>
    public required ClassifierHeadNames ClassifierHead { get; init; }

    /// <summary>The first row of the table of positions that is used.</summary>
    public int PositionOffset(int padToken) => CountsPositionsFromPadding ? padToken + 1 : 0;
}
