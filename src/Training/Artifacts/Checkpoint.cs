using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Domain;
using Hone.Domain.Problems;
using Hone.Training.Architectures;
using Hone.Training.Tokenization;
using static TorchSharp.torch;

namespace Hone.Training.Artifacts;

/// <summary>What the model directories of all networks have in common: <c>config.json</c>, <c>model.safetensors</c> and the tokenizer's files.</summary>
public static class Checkpoint
{
    /// <summary>The name of the file with a network's sizes.</summary>
    internal const string ConfigurationFile = "config.json";

    private const string WeightsFile = "model.safetensors";

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

    /// <summary>Writes a network with its tokenizer.</summary>
    /// <param name="directory">An existing directory.</param>
    /// <param name="configuration">The network's sizes, under the keys of its kind.</param>
    /// <param name="architecture">The name of the class that loads it in Hugging Face's library.</param>
    /// <param name="modelType">The name of its kind there.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="tokenizer">What cuts its texts.</param>
    internal static void Write(
        string directory,
        JsonObject configuration,
        string architecture,
        string modelType,
        IEnumerable<NamedTensor> weights,
        Tokenizer tokenizer)
    {
        configuration.Insert(0, "architectures", new JsonArray(architecture));
        configuration.Insert(1, "model_type", modelType);
        configuration["torch_dtype"] = "float32";
        File.WriteAllText(new ModelDirectory(directory).Config, configuration.ToJsonString(HoneJson.Indented));
        using IDisposable scope = NewDisposeScope();
        SafetensorsWriter.Write(
            new ModelDirectory(directory).Weights,
            [.. weights.Select(weight => KeyValuePair.Create(weight.Name, weight.Tensor))],
            new Dictionary<string, string> { ["format"] = "pt" });
        tokenizer.Save(directory);
    }

    /// <summary>Reads <c>config.json</c>.</summary>
    /// <exception cref="RefusalException">It is absent or not a JSON object.</exception>
    internal static JsonObject ReadConfiguration(string directory)
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

    /// <summary>The kind of network that <c>config.json</c> names.</summary>
    /// <exception cref="RefusalException">It names none.</exception>
    internal static string ModelType(JsonObject configuration) =>
        configuration["model_type"] is JsonValue value && value.TryGetValue(out string? type) ? type : throw Refuse("It has no model_type.");

    /// <summary>The sizes in <c>config.json</c>, which may have many more keys than are needed.</summary>
    /// <exception cref="RefusalException">A size is missing or not a number.</exception>
    internal static T Sizes<T>(JsonObject configuration)
    {
        try
        {
            return configuration.Deserialize<T>()!;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw Refuse($"A value is missing or of a wrong type: {fault.Message}");
        }
    }

    /// <summary>The refusal of a <c>config.json</c>.</summary>
    internal static RefusalException Refuse(string message)
    {
        Problem problem = new(ProblemCodes.InvalidModelDirectory, message) { File = ConfigurationFile };
        return new RefusalException(RefusalKind.Invalid, ProblemCodes.InvalidModelDirectory, $"{ConfigurationFile}: {message}")
        {
            Problems = [problem],
            ProblemCount = 1,
        };
    }
}
