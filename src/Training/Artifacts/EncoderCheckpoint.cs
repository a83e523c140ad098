using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;
using Hone.Training.Architectures;
using Hone.Training.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace Hone.Training.Artifacts;

/// <summary>
/// An encoder model as a directory in Hugging Face's layout: <c>config.json</c> with BERT's keys, <c>model.safetensors</c> with BERT's
/// tensor names, and the tokenizer's files.
/// </summary>
public static class EncoderCheckpoint
{
    /// <summary>The name of BERT's kind of network in <c>config.json</c>.</summary>
    internal const string ModelType = "bert";

    private const string PoolingKey = "classifier_pooling";

    // A class name of our own: Hugging Face's BertForSequenceClassification pools by the first token and would be silently wrong.
    private const string MeanPooledArchitecture = "BertForMeanPooledSequenceClassification";

    /// <summary>Writes a pretrained language model.</summary>
    public static void Save(string directory, MaskedLanguageModel model, Tokenizer tokenizer) =>
        Save(directory, model, tokenizer, "BertForMaskedLM", []);

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
            pooling == Pooling.Cls ? "BertForSequenceClassification" : MeanPooledArchitecture,
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

    private static void Save(string directory, IEncoderModel model, Tokenizer tokenizer, string architecture, JsonObject head)
    {
        JsonObject configuration = JsonSerializer.SerializeToNode(model.Encoder.Configuration)!.AsObject();
        foreach ((string key, JsonNode? value) in head)
        {
            configuration[key] = value?.DeepClone();
        }

        Checkpoint.Write(directory, configuration, architecture, ModelType, model.NamedTensors(), tokenizer);
    }

    internal static EncoderConfiguration ReadConfiguration(JsonObject json)
    {
        if (Checkpoint.ModelType(json) is var modelType && modelType != ModelType)
        {
            throw Checkpoint.Refuse($"The model type is '{modelType}'; '{ModelType}' is needed here.");
        }

        EncoderConfiguration configuration = Checkpoint.Sizes<EncoderConfiguration>(json);
        bool positive = configuration is { VocabularySize: > 0, Hidden: > 0, Layers: > 0, Heads: > 0, Intermediate: > 0, MaxLength: > 0, TokenTypes: > 0 };
        if (!positive || configuration.Hidden % configuration.Heads != 0)
        {
            throw Checkpoint.Refuse("Its sizes are not those of an encoder.");
        }

        if (configuration is not { Activation: "gelu", PositionEmbedding: "absolute" })
        {
            throw Checkpoint.Refuse($"Activation '{configuration.Activation}' with '{configuration.PositionEmbedding}' positions is not supported; 'gelu' with 'absolute' is.");
        }

        return configuration;
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
