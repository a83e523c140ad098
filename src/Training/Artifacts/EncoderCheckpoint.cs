using System.Text.Json.Nodes;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;
using Hone.Training.Architectures;
using Hone.Training.Architectures.Layouts;
using Hone.Training.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

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
    private const string PoolingKey = "classifier_pooling";

    // A class of our own: Hugging Face's …ForSequenceClassification pools by the first token and would be silently wrong.
    private const string MeanPooledClass = "ForMeanPooledSequenceClassification";

    /// <summary>Writes a pretrained language model.</summary>
    public static void Save(string directory, MaskedLanguageModel model, Tokenizer tokenizer) =>
        Save(directory, model, tokenizer, "ForMaskedLM", []);

    /// <summary>Writes a fine-tuned classifier.</summary>
    public static void Save(string directory, TextClassificationModel model, Tokenizer tokenizer, IReadOnlyList<string> labels, Pooling pooling)
    {
        JsonObject names = [];
        JsonObject indices = [];
        for (int i = 0; i < labels.Count; i++)
        {
            names[$"{i}"] = labels[i];
            indices[labels[i]] = i;
        }

        Save(
            directory,
            model,
            tokenizer,
            pooling == Pooling.Cls ? "ForSequenceClassification" : MeanPooledClass,
            new JsonObject
            {
                ["id2label"] = names,
                ["label2id"] = indices,
                ["problem_type"] = "single_label_classification",
                [PoolingKey] = pooling == Pooling.Cls ? "cls" : "mean",
            });
    }

    /// <summary>Reads the sizes of an encoder.</summary>
    /// <exception cref="RefusalException">The directory does not hold an encoder of a kind that is read.</exception>
    public static EncoderConfiguration ReadConfiguration(string directory) => ReadConfiguration(Checkpoint.ReadConfiguration(directory));

    /// <summary>Reads a fine-tuned classifier, in fp32 and ready to predict.</summary>
    /// <exception cref="RefusalException">The directory does not hold one, or tensors are missing or of a wrong shape.</exception>
    public static (TextClassificationModel Model, IReadOnlyList<string> Labels) LoadClassifier(string directory, Device device)
    {
        JsonObject json = Checkpoint.ReadConfiguration(directory);
        EncoderConfiguration configuration = ReadConfiguration(json);
        string[] labels = ReadLabels(json);
        Pooling pooling = json[PoolingKey]?.GetValue<string>() == "mean" ? Pooling.Mean : Pooling.Cls;
        TextClassificationModel model = new(configuration, labels.Length, pooling);
        Checkpoint.LoadWeights(directory, model.NamedTensors());
        model.to(device);
        model.eval();
        return (model, labels);
    }

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

    private static JsonObject Describe(EncoderConfiguration configuration)
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

    private static void Save(string directory, IEncoderModel model, Tokenizer tokenizer, string modelClass, JsonObject head)
    {
        EncoderLayout layout = model.Encoder.Configuration.Layout;
        JsonObject configuration = Describe(model.Encoder.Configuration);
        configuration["bos_token_id"] = tokenizer.ClassificationId;
        configuration["eos_token_id"] = tokenizer.SeparatorId;
        foreach ((string key, JsonNode? value) in head)
        {
            configuration[key] = value?.DeepClone();
        }

        Checkpoint.Write(directory, configuration, layout.ClassName + modelClass, layout.ModelType, model.NamedTensors(), tokenizer);
    }

    private static string[] ReadLabels(JsonObject json)
    {
        if (json["id2label"] is not JsonObject { Count: > 0 } names)
        {
            throw Checkpoint.Refuse("It names no labels (id2label).");
        }

        string[] labels = new string[names.Count];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = names[$"{i}"] is JsonValue value && value.TryGetValue(out string? label) ? label : throw Checkpoint.Refuse($"id2label has no name for {i}.");
        }

        return labels;
    }
}
