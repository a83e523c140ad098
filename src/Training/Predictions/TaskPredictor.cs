using Hone.Domain.Predictions;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Inference;

namespace Hone.Training.Predictions;

/// <summary>
/// Makes sequences of inputs, and predictions of what a network says about them, in the way of one task. It is what a request and a job have in common:
/// an input is given the same whoever asks. Any number of threads may use it.
/// </summary>
public abstract class TaskPredictor
{
    /// <summary>Loads the network of a task that computes in batches.</summary>
    /// <exception cref="RefusalException">The directory does not hold such a network, or the device is not there.</exception>
    public static IBatchPredictor Load(string modelDirectory, TaskKind task, InferenceOptions options) => task switch
    {
        TaskKind.TextClassification => TextClassifier.Load(modelDirectory, options),
        TaskKind.TokenClassification => TokenClassifier.Load(modelDirectory, options),
        TaskKind.SemanticRoleLabeling => RoleLabeler.Load(modelDirectory, options),
        TaskKind.FillMask => MaskFiller.Load(modelDirectory, options),
        TaskKind.SentenceSimilarity => TextEmbedder.Load(modelDirectory, options),
        _ => throw RefusalException.ForField(ProblemCodes.WrongTask, "model", $"Nothing computes {TaskNames.Of(task)} in batches."),
    };

    /// <summary>The way of a network's task.</summary>
    /// <param name="network">What <see cref="Load"/> gave.</param>
    /// <param name="parameters">How predictions are to be given.</param>
    public static TaskPredictor Of(IBatchPredictor network, PredictionParameters parameters) => network switch
    {
        TextClassifier classifier => new LabelPredictor(classifier, parameters),
        TokenClassifier classifier => new EntityPredictor(classifier, parameters),
        RoleLabeler labeler => new RolePredictor(labeler),
        MaskFiller filler => new MaskPredictor(filler, parameters),
        TextEmbedder embedder => new SimilarityPredictor(embedder, parameters),
        _ => throw new ArgumentException($"No task is known of {network.GetType().Name}.", nameof(network)),
    };

    /// <summary>Begins to predict for an input of the task.</summary>
    /// <exception cref="RefusalException">It cannot be predicted for; every problem is named.</exception>
    public abstract OpenPrediction Begin(PredictionInput input);
}
