using System.Text.Json.Nodes;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;
using Hone.Training.Architectures;
using Hone.Training.Tokenization;

namespace Hone.Training.Artifacts;

/// <summary>
/// A text classifier as a model directory: Hugging Face's <c>…ForSequenceClassification</c> where an encoder is pooled by its first token, and a
/// class of our own where the mean is, because theirs would run and be silently wrong.
/// </summary>
public static class TextClassifierCheckpoint
{
    private const string PoolingKey = "classifier_pooling";
    private const string TemperatureKey = "classifier_temperature";
    private const string ProblemKey = "problem_type";
    private const string SingleLabel = "single_label_classification";
    private const string MultiLabel = "multi_label_classification";

    /// <summary>Writes a fine-tuned classifier.</summary>
    public static void Save(string directory, TextClassificationModel model, Tokenizer tokenizer, TextClassifierSettings settings)
    {
        JsonObject head = LabelNames.Describe(settings.Labels);
        head[ProblemKey] = settings.IsMultiLabel ? MultiLabel : SingleLabel;
        head[PoolingKey] = settings.Pooling == Pooling.Cls ? "cls" : "mean";
        if (settings.Temperature != 1)
        {
            head[TemperatureKey] = settings.Temperature;
        }

        string modelClass = settings.Pooling == Pooling.Cls ? "ForSequenceClassification" : "ForMeanPooledSequenceClassification";
        BackboneCheckpoint.Save(directory, model, tokenizer, modelClass, head);
    }

    /// <summary>Reads a fine-tuned classifier, in fp32 on the CPU.</summary>
    /// <exception cref="RefusalException">The directory does not hold one, or tensors are missing or of a wrong shape.</exception>
    public static (TextClassificationModel Model, TextClassifierSettings Settings) Load(string directory)
    {
        TextClassifierSettings? settings = null;
        TextClassificationModel model = TaskCheckpoint.Load(directory, (json, backbone, loader) =>
        {
            settings = ReadSettings(json, loader.ShapeOf($"{TextClassificationModel.HeadOf(backbone).Classifier}.weight"));
            loader.RequireWeightsFor((double)settings.Labels.Count * backbone.Width);
            return new TextClassificationModel(backbone, settings.Labels.Count, settings.Pooling);
        });
        return (model, settings!);
    }

    /// <summary>Whether a classifier may give any number of labels.</summary>
    /// <exception cref="RefusalException">The directory does not hold one.</exception>
    public static bool IsMultiLabel(string directory) => IsMultiLabel(new ConfigurationReader(Checkpoint.ReadConfiguration(directory)));

    private static bool IsMultiLabel(ConfigurationReader reader) => reader.Choice(ProblemKey, SingleLabel, [SingleLabel, MultiLabel]) == MultiLabel;

    private static TextClassifierSettings ReadSettings(JsonObject json, IReadOnlyList<long>? classifier)
    {
        ConfigurationReader reader = new(json);
        TextClassifierSettings settings = new()
        {
            Labels = LabelNames.Read(json, classifier),
            IsMultiLabel = IsMultiLabel(reader),
            Pooling = reader.Choice(PoolingKey, "cls", ["cls", "mean"]) == "mean" ? Pooling.Mean : Pooling.Cls,
            Temperature = json[TemperatureKey] is JsonValue value && value.TryGetValue(out double temperature) && temperature > 0 ? temperature : 1,
        };
        reader.ThrowIfAny();
        return settings;
    }
}
