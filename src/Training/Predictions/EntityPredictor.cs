using Hone.Domain.Predictions;
using Hone.Training.Inference;

namespace Hone.Training.Predictions;

/// <summary>Finds spans in a text of any length: a list of <see cref="EntityPrediction"/>, in their order.</summary>
internal sealed class EntityPredictor(TokenClassifier classifier, PredictionParameters parameters) : TaskPredictor
{
    /// <inheritdoc/>
    public override OpenPrediction Begin(PredictionInput input)
    {
        EncodedWords text = classifier.Encode(input.Text);
        return OpenPrediction.Of(text.Sequences, scores => Find(text, scores));
    }

    private EntityPrediction[] Find(EncodedWords text, float[][] scores) =>
    [
        .. classifier.Decode(text, scores)
            .Where(span => span.Score >= (parameters.Threshold ?? 0))
            .Select(span => new EntityPrediction(span.Type, span.Score, span.Text, span.Start, span.End)),
    ];
}
