using Hone.Api.Models;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Inference;
using Hone.Training.Tokenization;

namespace Hone.Api.Predictions;

/// <summary>Asks the models that read texts, each in the way of its task.</summary>
internal sealed class TextPredictors(BatchPredictions batches)
{
    private const int DefaultMasks = 5;

    /// <summary>Gives every text, or pair of texts, its labels.</summary>
    public async Task<IResult> ClassifyAsync(
        ResolvedVersion resolved,
        IReadOnlyList<PredictionInput> inputs,
        PredictionParameters parameters,
        IHeaderDictionary headers,
        CancellationToken cancellationToken)
    {
        PredictionResponse<IReadOnlyList<LabelScore>> response = await batches.RunAsync<TextClassifier, EncodedSequence, IReadOnlyList<LabelScore>>(
            resolved,
            TaskKind.TextClassification,
            inputs,
            (classifier, input) => classifier.Encode(input.Text, input.TextPair),
            sequence => [sequence],
            (classifier, _, scores) => Rank(classifier, scores[0], parameters),
            headers,
            cancellationToken);
        return TypedResults.Ok(response);
    }

    /// <summary>Finds spans in every text.</summary>
    public async Task<IResult> FindSpansAsync(
        ResolvedVersion resolved,
        IReadOnlyList<PredictionInput> inputs,
        PredictionParameters parameters,
        IHeaderDictionary headers,
        CancellationToken cancellationToken)
    {
        double threshold = parameters.Threshold ?? 0;
        PredictionResponse<IReadOnlyList<EntityPrediction>> response = await batches.RunAsync<TokenClassifier, EncodedWords, IReadOnlyList<EntityPrediction>>(
            resolved,
            TaskKind.TokenClassification,
            inputs,
            (classifier, input) => classifier.Encode(input.Text),
            text => text.Sequences,
            (classifier, text, scores) =>
            [
                .. classifier.Decode(text, scores)
                    .Where(span => span.Score >= threshold)
                    .Select(span => new EntityPrediction(span.Type, span.Score, span.Text, span.Start, span.End)),
            ],
            headers,
            cancellationToken);
        return TypedResults.Ok(response);
    }

    /// <summary>Says what the hidden token of every text may be.</summary>
    public async Task<IResult> FillMaskAsync(
        ResolvedVersion resolved,
        IReadOnlyList<PredictionInput> inputs,
        PredictionParameters parameters,
        IHeaderDictionary headers,
        CancellationToken cancellationToken)
    {
        PredictionResponse<IReadOnlyList<MaskPrediction>> response = await batches.RunAsync<MaskFiller, EncodedSequence, IReadOnlyList<MaskPrediction>>(
            resolved,
            TaskKind.FillMask,
            inputs,
            (filler, input) => filler.Encode(input.Text) ?? throw RefusalException.ForField(
                ProblemCodes.WrongMask,
                input.Field,
                $"'{input.Field}' must hide exactly one token with {filler.MaskToken}, no further on than the model reads."),
            sequence => [sequence],
            (filler, text, scores) =>
                [.. filler.Decode(text, scores[0], parameters.TopK ?? DefaultMasks).Select(filled => new MaskPrediction(filled.Sequence, filled.Score, filled.Token, filled.Text))],
            headers,
            cancellationToken);
        return TypedResults.Ok(response);
    }

    /// <summary>Makes a vector of every text, or compares it with another or with several.</summary>
    public async Task<IResult> CompareAsync(
        ResolvedVersion resolved,
        IReadOnlyList<PredictionInput> inputs,
        PredictionParameters parameters,
        IHeaderDictionary headers,
        CancellationToken cancellationToken)
    {
        PredictionResponse<SimilarityPrediction> response = await batches.RunAsync<TextEmbedder, EncodedComparison, SimilarityPrediction>(
            resolved,
            TaskKind.SentenceSimilarity,
            inputs,
            (embedder, input) => new EncodedComparison(input, [.. input.Texts.Select(embedder.Encode)]),
            comparison => comparison.Sequences,
            (_, comparison, vectors) => Compare(comparison.Input, vectors, parameters.TopK),
            headers,
            cancellationToken);
        return TypedResults.Ok(response);
    }

    private static IReadOnlyList<LabelScore> Rank(TextClassifier classifier, float[] probabilities, PredictionParameters parameters) =>
    [
        .. classifier.Labels.Zip(probabilities, (label, score) => new LabelScore(label, score))
            .OrderByDescending(entry => entry.Score)
            .Where(entry => entry.Score >= (parameters.Threshold ?? 0))
            .Take(parameters.TopK ?? probabilities.Length),
    ];

    private static SimilarityPrediction Compare(PredictionInput input, IReadOnlyList<float[]> vectors, int? topK)
    {
        int first = input.TextPair is null ? 1 : 2;
        return new SimilarityPrediction
        {
            Embedding = vectors.Count == 1 ? vectors[0] : null,
            Score = input.TextPair is null ? null : TextEmbedder.Similarity(vectors[0], vectors[1]),
            Candidates = input.Candidates is null
                ? null
                :
                [
                    .. input.Candidates
                        .Select((text, index) => new CandidateScore(index, text, TextEmbedder.Similarity(vectors[0], vectors[first + index])))
                        .OrderByDescending(candidate => candidate.Score)
                        .Take(topK ?? int.MaxValue),
                ],
        };
    }

    private sealed record EncodedComparison(PredictionInput Input, IReadOnlyList<EncodedSequence> Sequences);
}
