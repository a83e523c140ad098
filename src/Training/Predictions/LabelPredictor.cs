using Hone.Domain.Predictions;
using Hone.Training.Inference;

namespace Hone.Training.Predictions;

/// <summary>Gives a text, or a pair of texts, its labels: a list of <see cref="LabelScore"/>, the best first.</summary>
internal sealed class LabelPredictor(TextClassifier classifier, PredictionParameters parameters) : TaskPredictor
{
    /// <inheritdoc/>
    public override OpenPrediction Begin(PredictionInput input) => OpenPrediction.Of([classifier.Encode(input.Text, input.TextPair)], results => Rank(results[0]));

    private LabelScore[] Rank(float[] probabilities) =>
    [
        .. classifier.Labels.Zip(probabilities, (label, score) => new LabelScore(label, score))
            .OrderByDescending(entry => entry.Score)
            .Where(entry => entry.Score >= (parameters.Threshold ?? 0))
            .Take(parameters.TopK ?? probabilities.Length),
    ];
}
