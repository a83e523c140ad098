using System.Text.Json.Nodes;
using Hone.Domain.Problems;
using Hone.Training.Architectures;
using Hone.Training.Architectures.Layouts;
using Hone.Training.Tokenization;

namespace Hone.Training.Artifacts;

/// <summary>
/// An encoder model as a directory in the layout of one of Hugging Face's encoders: <c>config.json</c> with its keys, <c>model.safetensors</c>
/// with its tensor names, and the tokenizer's files. A model is saved in the layout that it, or its base, was loaded from.
/// </summary>
public static class EncoderCheckpoint
{
    private const string VocabularyKey = "vocab_size";
    private const string PositionsKey = "max_position_embeddings";
    private const string PositionKindKey = "position_embedding_type";
    private const string Absolute = "absolute";
    private const string InitializerKey = "initializer_range";
    private const string PadKey = "pad_token_id";
    private const double DefaultEpsilon = 1e-12;

    /// <summary>Writes a pretrained language model.</summary>
    public static void Save(string directory, MaskedLanguageModel model, Tokenizer tokenizer) =>
        BackboneCheckpoint.Save(directory, model, tokenizer, "ForMaskedLM", []);

    /// <summary>Reads the sizes of an encoder.</summary>
    /// <exception cref="RefusalException">The directory does not hold an encoder of a kind that is read.</exception>
    public static EncoderConfiguration ReadConfiguration(string directory) => ReadConfiguration(Checkpoint.ReadConfiguration(directory));

    /// <summary>Reads the sizes of an encoder.</summary>
    /// <exception cref="RefusalException">They are not those of an encoder that is read; everything that is wrong is named.</exception>
    internal static EncoderConfiguration ReadConfiguration(JsonObject json)
    {
        string modelType = Checkpoint.ModelType(json);
        EncoderLayout layout = EncoderLayouts.Find(modelType)
            ?? throw Checkpoint.Refuse($"The model type is '{modelType}'; an encoder is needed here: {string.Join(", ", EncoderLayouts.All.Select(known => known.ModelType))}.");
        EncoderKeys keys = layout.Keys;
        ConfigurationReader reader = new(json);
        int rows = reader.Size(PositionsKey);
        int padToken = reader.Size(PadKey, fallback: layout.CountsPositionsFromPadding ? 1 : 0, minimum: 0);
        EncoderConfiguration configuration = new()
        {
            Layout = layout,
            VocabularySize = reader.Size(VocabularyKey),
            Hidden = reader.Size(keys.Hidden),
            Layers = reader.Size(keys.Layers),
            Heads = reader.Size(keys.Heads),
            Intermediate = reader.Size(keys.Intermediate),
            MaxLength = rows - layout.PositionOffset(padToken),
            TokenTypes = keys.TokenTypes is { } types ? reader.Size(types, fallback: 2) : 0,
            Dropout = reader.Fraction(keys.Dropout, 0.1),
            AttentionDropout = reader.Fraction(keys.AttentionDropout, 0.1),
            LayerNormEpsilon = keys.LayerNormEpsilon is { } epsilon ? reader.Fraction(epsilon, DefaultEpsilon) : DefaultEpsilon,
            InitializerRange = reader.Fraction(InitializerKey, 0.02),
            Activation = reader.Choice(keys.Activation, "gelu", Activations.Names),
            PadToken = padToken,
        };
        if (reader.IsSound && configuration.MaxLength < 1)
        {
            reader.Report(PositionsKey, $"'{PositionsKey}' is {rows}, and positions start behind the padding token {padToken}: none is left.");
        }

        if (reader.IsSound && configuration.Hidden % configuration.Heads != 0)
        {
            reader.Report(keys.Heads, $"The hidden size {configuration.Hidden} cannot be divided among {configuration.Heads} heads.");
        }

        reader.Choice(PositionKindKey, Absolute, [Absolute]);
        reader.Require("is_decoder", needed: false);
        reader.Require("add_cross_attention", needed: false);
        reader.ThrowIfAny();
        return configuration;
    }

    /// <summary>The sizes of an encoder under the keys of its layout.</summary>
    internal static JsonObject Describe(EncoderConfiguration configuration)
    {
        EncoderKeys keys = configuration.Layout.Keys;
        JsonObject json = new()
        {
            [VocabularyKey] = configuration.VocabularySize,
            [keys.Hidden] = configuration.Hidden,
            [keys.Layers] = configuration.Layers,
            [keys.Heads] = configuration.Heads,
            [keys.Intermediate] = configuration.Intermediate,
            [PositionsKey] = configuration.PositionRows,
        };
        if (keys.TokenTypes is { } types)
        {
            json[types] = configuration.TokenTypes;
        }

        json[keys.Dropout] = configuration.Dropout;
        json[keys.AttentionDropout] = configuration.AttentionDropout;
        if (keys.LayerNormEpsilon is { } epsilon)
        {
            json[epsilon] = configuration.LayerNormEpsilon;
        }

        json[InitializerKey] = configuration.InitializerRange;
        json[keys.Activation] = configuration.Activation;
        json[PositionKindKey] = Absolute;
        json[PadKey] = configuration.PadToken;
        return json;
    }
}
