using Hone.Domain.Problems;
using Hone.Domain.Tasks;

namespace Hone.Domain.Predictions;

/// <summary>What may be asked of a model.</summary>
public static class PredictionRules
{
    /// <summary>Everything that the model, or its task, has no use for.</summary>
    /// <param name="reference">The model as it was named, for messages.</param>
    /// <param name="own">What the model was made for.</param>
    /// <param name="task">What it is to do.</param>
    /// <param name="parameters">How predictions are to be given.</param>
    public static IEnumerable<Problem> Validate(string reference, TaskKind own, TaskKind task, PredictionParameters parameters)
    {
        bool isPretrained = own is TaskKind.FillMask or TaskKind.TextGeneration;
        if (task != own && !(isPretrained && task == TaskKind.SentenceSimilarity))
        {
            yield return new Problem(ProblemCodes.WrongTask, $"'{reference}' is made for {TaskNames.Of(own)}, not for {TaskNames.Of(task)}.") { Field = "task" };
        }

        if (task != TaskKind.TextGeneration && parameters.GenerationField is { } field)
        {
            yield return new Problem(ProblemCodes.InvalidRequest, $"'parameters.{field}' is a parameter of text generation, not of {TaskNames.Of(task)}.") { Field = $"parameters.{field}" };
        }

        if (parameters.Threshold is not null && task is not (TaskKind.TextClassification or TaskKind.TokenClassification))
        {
            yield return new Problem(ProblemCodes.InvalidRequest, $"'parameters.threshold' is a parameter of classifiers, not of {TaskNames.Of(task)}.") { Field = "parameters.threshold" };
        }
    }
}
