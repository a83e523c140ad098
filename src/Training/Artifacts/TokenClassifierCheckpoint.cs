using System.Text.Json.Nodes;
using Hone.Domain.Problems;
using Hone.Training.Architectures;
using Hone.Training.Tokenization;

namespace Hone.Training.Artifacts;

/// <summary>
/// A token classifier as a model directory: Hugging Face's <c>…ForTokenClassification</c>, or with transitions between labels a class of our own, whose
/// weights are the same and the tensors <c>crf.start_transitions</c>, <c>crf.transitions</c> (from row to column) and <c>crf.end_transitions</c>.
/// </summary>
public static class TokenClassifierCheckpoint
{
    /// <summary>The class without transitions, behind the name of its backbone's.</summary>
    internal const string PlainClass = "ForTokenClassification";

    /// <summary>The class with transitions.</summary>
    internal const string CrfClass = "ForCrfTokenClassification";

    private const string TransitionsTensor = "crf.transitions";

    /// <summary>Writes a fine-tuned token classifier.</summary>
    /// <param name="directory">An existing directory.</param>
    /// <param name="model">The network.</param>
    /// <param name="tokenizer">What cuts its texts.</param>
    /// <param name="labels">The labels in the order of the outputs.</param>
    public static void Save(string directory, TokenClassificationModel model, Tokenizer tokenizer, IReadOnlyList<string> labels) =>
        BackboneCheckpoint.Save(directory, model, tokenizer, model.Crf is null ? PlainClass : CrfClass, LabelNames.Describe(labels));

    /// <summary>Reads a fine-tuned token classifier, in fp32 on the CPU.</summary>
    /// <exception cref="RefusalException">The directory does not hold one, or tensors are missing or of a wrong shape.</exception>
    public static (TokenClassificationModel Model, IReadOnlyList<string> Labels) Load(string directory) => Load(directory, _ => 0);

    /// <inheritdoc cref="Load(string)"/>
    /// <param name="directory">The model directory.</param>
    /// <param name="countSenses">How many senses it tells, by its <c>config.json</c>.</param>
    internal static (TokenClassificationModel Model, IReadOnlyList<string> Labels) Load(string directory, Func<JsonObject, int> countSenses)
    {
        string[] labels = [];
        TokenClassificationModel model = TaskCheckpoint.Load(directory, (json, backbone, loader) =>
        {
            labels = LabelNames.Read(json, loader.ShapeOf("classifier.weight"));
            int senses = countSenses(json);
            loader.RequireWeightsFor(((double)labels.Length + senses) * backbone.Width);
            return new TokenClassificationModel(backbone, labels.Length, hasTransitions: loader.ShapeOf(TransitionsTensor) is not null, senses);
        });
        return (model, labels);
    }
}
