using Hone.Api.Documentation;
using Hone.Api.Requests;
using Hone.Domain.Models;
using Hone.Domain.Problems;
using Hone.Training.Predictions;

namespace Hone.Api.Predictions;

/// <summary>Asking models.</summary>
internal static class PredictionsApi
{
    public static void MapPredictionsApi(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder predictions = routes.MapGroup("").WithTags("Predictions");
        predictions.MapPost("/predict", PredictAsync).WithExamples(PredictionExamples.All).AnswersPrediction();
        predictions.MapPost("/models/{reference}/predict", PredictWithAsync).WithExample(PredictionExamples.WithoutModel).AnswersPrediction();
    }

    private static RouteHandlerBuilder AnswersPrediction(this RouteHandlerBuilder route) => route
        .AnswersOneOf(
            typeof(PredictionResponse<IReadOnlyList<LabelScore>>),
            typeof(PredictionResponse<IReadOnlyList<EntityPrediction>>),
            typeof(PredictionResponse<IReadOnlyList<MaskPrediction>>),
            typeof(PredictionResponse<RolePrediction>),
            typeof(PredictionResponse<SimilarityPrediction>),
            typeof(GenerationResponse))
        .AnswersStreamOf(typeof(GeneratedTextPiece))
        .Refuses(400, ProblemCodes.InvalidModelReference, ProblemCodes.EmptyInputs, ProblemCodes.ForbiddenCharacter, ProblemCodes.TextTooLong, ProblemCodes.WrongTask, ProblemCodes.WrongMask, ProblemCodes.PredicateOutsideSentence)
        .Refuses(404, ProblemCodes.UnknownModel, ProblemCodes.UnknownVersion, ProblemCodes.UnknownAlias)
        .Refuses(409, ProblemCodes.ModelNotReady, ProblemCodes.ModelTooLarge)
        .Refuses(413, ProblemCodes.BatchTooLarge)
        .Refuses(429, ProblemCodes.QueueFull)
        .Refuses(503, ProblemCodes.LibTorchUnavailable, ProblemCodes.DeviceUnavailable);

    /// <summary>Predicts for one text or several.</summary>
    /// <remarks>
    /// <c>inputs</c> is one text or an array; <c>predictions</c> is always an array of the same length: of a classifier the labels with their
    /// scores, of a token classifier the spans it finds, of a pretrained encoder what a hidden token may be (<c>[MASK]</c> in the text), of a
    /// language model what follows. Pairs of texts are <c>{"text": …, "textPair": …}</c>. With <c>"task": "sentence-similarity"</c> a pretrained
    /// model gives vectors, or compares a text with its <c>textPair</c> or its <c>candidates</c>. Semantic role labelling takes a text, or
    /// <c>{"words": […], "predicates": […]}</c>, where predicates are places of words and may be left to the model to find; a model that learnt
    /// senses says that of each predicate, <c>{"verb": "wrote", "index": 1, "sense": "write.01", …}</c>. With <c>"stream": true</c> a language model answers with server-sent events
    /// named <c>piece</c>, the last of each input with its <c>finish_reason</c>. The <c>Server-Timing</c> header says how long loading,
    /// tokenising, waiting and computing took, in milliseconds. When too much waits already, the answer is 429 at once.
    /// </remarks>
    private static Task<IResult> PredictAsync(JsonBody<PredictionRequest> body, Predictor predictor, HttpResponse response, CancellationToken cancellationToken) =>
        predictor.PredictAsync(ModelReference.Parse(body.Value.Model), body.Value, response.Headers, cancellationToken);

    /// <summary>Predicts for one text or several with the model in the address.</summary>
    /// <remarks>As <c>POST /predict</c>, without <c>model</c>.</remarks>
    /// <param name="reference" example="api-area">The model: <c>name</c>, <c>name@alias</c> or <c>name:3</c>.</param>
    private static Task<IResult> PredictWithAsync(
        string reference,
        JsonBody<ModelPredictionRequest> body,
        Predictor predictor,
        HttpResponse response,
        CancellationToken cancellationToken) =>
        predictor.PredictAsync(ModelReference.Parse(reference, nameof(reference)), body.Value, response.Headers, cancellationToken);
}
