using Hone.Domain.Predictions;
using Hone.Training.Inference;

namespace Hone.Training.Predictions;

/// <summary>Makes a vector of a text, or compares it with another or with several: a <see cref="SimilarityPrediction"/>.</summary>
internal sealed class SimilarityPredictor(TextEmbedder embedder, PredictionParameters parameters) : TaskPredictor
{
    /// <inheritdoc/>
    public override OpenPrediction Begin(PredictionInput input) =>
        OpenPrediction.Of([.. input.Texts.Select(embedder.Encode)], vectors => Compare(input, vectors));

    private SimilarityPrediction Compare(PredictionInput input, float[][] vectors)
    {
        int first = input.TextPair is null ? 1 : 2;
        return new SimilarityPrediction
        {
            Embedding = vectors.Length == 1 ? vectors[0] : null,
            Score = input.TextPair is null ? null : TextEmbedder.Similarity(vectors[0], vectors[1]),
            Candidates = input.Candidates is null
                ? null
                :
                [
                    .. input.Candidates
                        .Select((text, index) => new CandidateScore(index, text, TextEmbedder.Similarity(vectors[0], vectors[first + index])))
                        .OrderByDescending(candidate => candidate.Score)
                        .Take(parameters.TopK ?? int.MaxValue),
                ],
        };
    }
}
