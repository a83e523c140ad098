using System.Globalization;
using Hone.Domain;
using Hone.Domain.Jobs.Specifications;

namespace Hone.Benchmarks.Quality;

/// <summary>The options of a recipe that matter, as a person would say them.</summary>
internal static class RecipeText
{
    /// <summary>A sentence or two.</summary>
    public static string Write(QualityRecipe recipe) => $"{(recipe.Pretrain is { } pretrain ? Write(pretrain) : "Learnt from scratch.")} {Write(recipe.Finetune)}";

    private static string Write(PretrainSpecification specification)
    {
        PretrainingOptions training = specification.Training;
        bool masks = (specification.Architecture ?? new()).Family == ModelFamily.TransformerEncoder;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Pretrained on {string.Join(", ", specification.Corpora)}: {training.Steps:N0} steps of {training.BatchTokens:N0} tokens, learning rate {training.LearningRate}{(masks ? $", {100 * training.MaskProbability:N0} % of the tokens masked" : "")}{Dropout(training)}.");
    }

    private static string Write(FinetuneSpecification specification)
    {
        FinetuningOptions training = specification.Training;
        string[] options =
        [
            $"strategy {HoneJson.Name(specification.Strategy.Kind)}",
            training.Epochs is { } epochs ? $"at most {epochs} epochs" : "as many epochs as Hone chooses",
            string.Create(CultureInfo.InvariantCulture, $"batches of {training.BatchTokens:N0} tokens, learning rate {training.LearningRate}"),
        ];
        string[] extras =
        [
            .. specification.Strategy.LayerDecay != 1 ? [string.Create(CultureInfo.InvariantCulture, $"layer decay {specification.Strategy.LayerDecay}")] : Array.Empty<string>(),
            .. specification.Crf ? ["a conditional random field"] : Array.Empty<string>(),
            .. training.LabelSmoothing != 0 ? [string.Create(CultureInfo.InvariantCulture, $"label smoothing {training.LabelSmoothing}")] : Array.Empty<string>(),
        ];
        return $"Fine-tuned: {string.Join(", ", options.Concat(extras))}{Dropout(training)}.";
    }

    private static string Dropout(TrainingOptions training) => training.Dropout == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", dropout {training.Dropout}");
}
