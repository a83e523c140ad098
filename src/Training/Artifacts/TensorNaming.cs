using Hone.Training.Architectures.Layouts;

namespace Hone.Training.Artifacts;

/// <summary>
/// What the tensors of checkpoints from elsewhere may be called instead of the names that are written here: without the prefix of the model
/// class, as a file of the bare model has them, or as the first conversions from TensorFlow had them.
/// </summary>
internal sealed record TensorNaming
{
    private static readonly IReadOnlyList<(string Old, string New)> OldEndings = [(".gamma", ".weight"), (".beta", ".bias")];

    private static readonly TensorNaming Gpt2 = new()
    {
        Prefix = "transformer.",
        Roots = ["wte", "wpe", "h", "ln_f"],
        BufferEndings = [".attn.bias", ".attn.masked_bias"],
        TiedMatrix = "lm_head.weight",
        WordEmbeddings = "transformer.wte.weight",
    };

    /// <summary>What the names of the model's own tensors begin with, a dot at the end.</summary>
    public string Prefix { get; private init; } = string.Empty;

    /// <summary>What stands behind the prefix up to the next dot, and first where there is none.</summary>
    public IReadOnlyList<string> Roots { get; private init; } = [];

    /// <summary>Other names of single tensors.</summary>
    public IReadOnlyDictionary<string, string> OtherNames { get; private init; } = new Dictionary<string, string>();

    /// <summary>How the names of tensors end that are constants of the implementation and no weights.</summary>
    public IReadOnlyList<string> BufferEndings { get; private init; } = [];

    /// <summary>An output matrix that has to be the word embeddings; null where there is none.</summary>
    public string? TiedMatrix { get; private init; }

    /// <summary>The word embeddings that it has to be.</summary>
    public string? WordEmbeddings { get; private init; }

    /// <summary>The naming of a <c>model_type</c>.</summary>
    public static TensorNaming Of(string modelType) =>
        EncoderLayouts.Find(modelType) is { } layout ? Of(layout) : modelType == DecoderCheckpoint.ModelType ? Gpt2 : new TensorNaming();

    /// <summary>The name that is written here for a tensor of a file.</summary>
    public string Canonical(string name)
    {
        if (OtherNames.TryGetValue(name, out string? known))
        {
            return known;
        }

        foreach ((string old, string current) in OldEndings)
        {
            if (name.EndsWith(old, StringComparison.Ordinal))
            {
                name = name[..^old.Length] + current;
            }
        }

        return Roots.Any(root => name.StartsWith(root + ".", StringComparison.Ordinal)) ? Prefix + name : name;
    }

    /// <summary>Whether a tensor is a constant of the implementation.</summary>
    public bool IsBuffer(string name) => BufferEndings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal));

    private static TensorNaming Of(EncoderLayout layout)
    {
        LanguageModelHeadNames head = layout.LanguageModelHead;
        return new TensorNaming
        {
            Prefix = layout.Prefix,
            Roots = [.. new[] { layout.Names.WordEmbeddings, layout.Names.Layers, layout.Names.FinalNorm, "pooler" }.Select(name => name.Split('.')[0]).Distinct()],
            OtherNames = new Dictionary<string, string> { [Path.ChangeExtension(head.TiedMatrix, "bias")] = head.Bias },
            BufferEndings = [".position_ids", ".token_type_ids"],
            TiedMatrix = head.TiedMatrix,
            WordEmbeddings = $"{layout.Prefix}{layout.Names.WordEmbeddings}.weight",
        };
    }
}
