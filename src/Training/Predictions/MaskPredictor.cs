using Hone.Domain.Predictions;
using Hone.Domain.Problems;
using Hone.Training.Inference;
using Hone.Training.Tokenization;

namespace Hone.Training.Predictions;

/// <summary>Says what the hidden token of a text may be: a list of <see cref="MaskPrediction"/>, the best first.</summary>
internal sealed class MaskPredictor(MaskFiller filler, PredictionParameters parameters) : TaskPredictor
{
    private const int DefaultCount = 5;

    /// <inheritdoc/>
    public override OpenPrediction Begin(PredictionInput input)
    {
        string field = input.Field.Length == 0 ? "text" : input.Field;
        EncodedSequence text = filler.Encode(input.Text) ?? throw RefusalException.ForField(
            ProblemCodes.WrongMask,
            field,
            $"'{field}' must hide exactly one token with {filler.MaskToken}, no further on than the model reads.");
        return OpenPrediction.Of([text], results => Fill(text, results[0]));
    }

    private MaskPrediction[] Fill(EncodedSequence text, float[] probabilities) =>
        [.. filler.Decode(text, probabilities, parameters.TopK ?? DefaultCount).Select(filled => new MaskPrediction(filled.Sequence, filled.Score, filled.Token, filled.Text))];
}
