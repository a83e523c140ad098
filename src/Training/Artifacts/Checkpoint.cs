using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Domain;
using Hone.Domain.Problems;
using Hone.Training.Architectures;
using Hone.Training.Architectures.Layouts;
using Hone.Training.Tokenization;
using static TorchSharp.torch;

namespace Hone.Training.Artifacts;

/// <summary>What the model directories of all networks have in common: <c>config.json</c>, <c>model.safetensors</c> and the tokenizer's files.</summary>
public static class Checkpoint
{
    /// <summary>The name of the file with a network's sizes.</summary>
    internal const string ConfigurationFile = "config.json";

    /// <summary>Overwrites weights by those of the same names in a saved model, which may have more.</summary>
    /// <exception cref="RefusalException">Tensors are missing, of a wrong shape or not numbers; each is named.</exception>
    public static void LoadWeights(string directory, IEnumerable<NamedTensor> weights)
    {
        using WeightLoader loader = WeightLoader.Open(directory, ModelType(ReadConfiguration(directory)));
        loader.Load(weights);
        loader.ThrowIfAny();
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
            return JsonNode.Parse(File.ReadAllText(path), documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject ?? throw Refuse("It is not a JSON object.");
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Refuse($"The model directory has no {ConfigurationFile}.");
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

    /// <summary>The refusal of a kind of network.</summary>
    internal static RefusalException RefuseModelType(string modelType) => Refuse(
        $"The model type is '{modelType}'; read are {string.Join(", ", [.. EncoderLayouts.All.Select(layout => layout.ModelType), DecoderCheckpoint.ModelType, RecurrentConfiguration.ModelType])}.");

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
