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
    private const string ConfigurationFile = "config.json";
    private const string WeightsFile = "model.safetensors";
    private const string ModelType = "bert";
    private const string PoolingKey = "classifier_pooling";

    // A class name of our own: Hugging Face's BertForSequenceClassification pools by the first token and would be silently wrong.
    private const string MeanPooledArchitecture = "BertForMeanPooledSequenceClassification";

    // Foreign configurations have many more keys than are needed here.
    private static readonly JsonSerializerOptions Lenient = new() { AllowTrailingCommas = false, RespectRequiredConstructorParameters = true };

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
    public static EncoderConfiguration ReadConfiguration(string directory) => ReadConfiguration(ReadJson(directory));

    /// <summary>Reads a fine-tuned classifier, in fp32 and ready to predict.</summary>
    /// <exception cref="RefusalException">The directory does not hold one, or tensors are missing or of a wrong shape.</exception>
    public static (TextClassificationModel Model, IReadOnlyList<string> Labels) LoadClassifier(string directory, Device device)
    {
        JsonObject json = ReadJson(directory);
        EncoderConfiguration configuration = ReadConfiguration(json);
        string[] labels = ReadLabels(json);
        Pooling pooling = json[PoolingKey]?.GetValue<string>() == "mean" ? Pooling.Mean : Pooling.Cls;
        TextClassificationModel model = new(configuration, labels.Length, pooling);
        LoadWeights(directory, model.NamedTensors());
        model.to(device);
        model.eval();
        return (model, labels);
    }

    /// <summary>Overwrites weights by those of the same names in a saved model.</summary>
    /// <exception cref="RefusalException">Tensors are missing or of a wrong shape; each is named.</exception>
    public static void LoadWeights(string directory, IEnumerable<NamedTensor> weights)
    {
        using SafetensorsFile file = SafetensorsFile.Open(new ModelDirectory(directory).Weights);
        using IDisposable noGrad = no_grad();
        ProblemList problems = new();
        foreach (NamedTensor weight in weights)
        {
            using IDisposable scope = NewDisposeScope();
            if (!file.Tensors.TryGetValue(weight.Name, out TensorInfo? entry))
            {
                problems.Add(new Problem(ProblemCodes.InvalidModelDirectory, $"The tensor '{weight.Name}' is missing.") { File = WeightsFile });
            }
            else if (!entry.Shape.SequenceEqual(weight.Tensor.shape))
            {
                string message = $"The tensor '{weight.Name}' is [{string.Join(", ", entry.Shape)}]; [{string.Join(", ", weight.Tensor.shape)}] is needed.";
                problems.Add(new Problem(ProblemCodes.InvalidModelDirectory, message) { File = WeightsFile });
            }
            else
            {
                weight.Tensor.copy_(file.Read(weight.Name, CPU));
            }
        }

        problems.ThrowIfAny(ProblemCodes.InvalidModelDirectory, "The weights do not fit the configuration.");
    }

    private static void Save(string directory, IEncoderModel model, Tokenizer tokenizer, string architecture, JsonObject head)
    {
        JsonObject json = JsonSerializer.SerializeToNode(model.Encoder.Configuration, Lenient)!.AsObject();
        json.Insert(0, "architectures", new JsonArray(architecture));
        json.Insert(1, "model_type", ModelType);
        json["torch_dtype"] = "float32";
        foreach ((string key, JsonNode? value) in head)
        {
            json[key] = value?.DeepClone();
        }

        File.WriteAllText(new ModelDirectory(directory).Config, json.ToJsonString(Domain.HoneJson.Indented));
        using IDisposable scope = NewDisposeScope();
        SafetensorsWriter.Write(
            new ModelDirectory(directory).Weights,
            [.. model.NamedTensors().Select(weight => KeyValuePair.Create(weight.Name, weight.Tensor))],
            new Dictionary<string, string> { ["format"] = "pt" });
        tokenizer.Save(directory);
    }

    private static EncoderConfiguration ReadConfiguration(JsonObject json)
    {
        EncoderConfiguration configuration;
        try
        {
            string? modelType = json["model_type"]?.GetValue<string>();
            if (modelType != ModelType)
            {
                throw Refuse($"The model type is '{modelType}'; '{ModelType}' is read.");
            }

            configuration = json.Deserialize<EncoderConfiguration>(Lenient)!;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw Refuse($"A value is missing or of a wrong type: {fault.Message}");
        }

        bool positive = configuration is { VocabularySize: > 0, Hidden: > 0, Layers: > 0, Heads: > 0, Intermediate: > 0, MaxLength: > 0, TokenTypes: > 0 };
        if (!positive || configuration.Hidden % configuration.Heads != 0)
        {
            throw Refuse("Its sizes are not those of an encoder.");
        }

        if (configuration is not { Activation: "gelu", PositionEmbedding: "absolute" })
        {
            throw Refuse($"Activation '{configuration.Activation}' with '{configuration.PositionEmbedding}' positions is not supported; 'gelu' with 'absolute' is.");
        }

        return configuration;
    }

    private static string[] ReadLabels(JsonObject json)
    {
        if (json["id2label"] is not JsonObject { Count: > 0 } names)
        {
            throw Refuse("It names no labels (id2label).");
        }

        string[] labels = new string[names.Count];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = names[$"{i}"] is JsonValue value && value.TryGetValue(out string? label) ? label : throw Refuse($"id2label has no name for {i}.");
        }

        return labels;
    }

    private static JsonObject ReadJson(string directory)
    {
        string path = new ModelDirectory(directory).Config;
        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? throw Refuse("It is not a JSON object.");
        }
        catch (Exception fault) when (fault is JsonException or IOException)
        {
            throw Refuse($"It cannot be read: {fault.Message}");
        }
    }

    private static RefusalException Refuse(string message)
    {
        Problem problem = new(ProblemCodes.InvalidModelDirectory, message) { File = ConfigurationFile };
        return new RefusalException(RefusalKind.Invalid, ProblemCodes.InvalidModelDirectory, $"{ConfigurationFile}: {message}")
        {
            Problems = [problem],
            ProblemCount = 1,
        };
    }
}
