using System.Text;
using Hone.Api.Configuration;
using Hone.Api.Documentation;
using Hone.Api.Models;
using Hone.Api.Requests;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Models;
using Hone.Domain.Problems;
using Hone.Training.Predictions;
using Hone.Training.Tokenization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Hone.Api.Tokenization;

/// <summary>Showing how models cut text.</summary>
internal static class TokenizeApi
{
    private static readonly object Example = new { model = "api-area", inputs = "Computes the hash value of a byte array.", words = true };

    public static void MapTokenizeApi(this IEndpointRouteBuilder routes) => routes.MapPost("/tokenize", TokenizeAsync)
        .WithTags("Predictions")
        .WithExample(Example)
        .Refuses(400, ProblemCodes.InvalidModelReference, ProblemCodes.EmptyInputs, ProblemCodes.ForbiddenCharacter, ProblemCodes.TextTooLong)
        .Refuses(404, ProblemCodes.UnknownModel, ProblemCodes.UnknownVersion, ProblemCodes.UnknownAlias)
        .Refuses(409, ProblemCodes.ModelNotReady)
        .Refuses(413, ProblemCodes.BatchTooLarge);

    /// <summary>Shows the tokens of one text or several, and on request the words.</summary>
    /// <remarks>
    /// As the model sees them: with the special tokens that it adds, but however long the text is. <c>start</c> and <c>end</c> count Unicode code
    /// points of the text as it was sent.
    /// </remarks>
    private static async Task<Ok<TokenizeResponse>> TokenizeAsync(
        JsonBody<TokenizeRequest> body,
        ResolvedVersions versions,
        TokenizerCache tokenizers,
        IOptions<HoneOptions> options,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<PredictionInput> inputs = body.Value.Inputs.Read(options.Value.Serving);
        PredictionInput.RefuseExtras(inputs, "/tokenize");
        string[] texts = [.. inputs.Select(input => input.Text)];
        ResolvedVersion resolved = await versions.FindAsync(ModelReference.Parse(body.Value.Model), cancellationToken);
        Tokenizer tokenizer = tokenizers.Get(resolved.Version);
        bool isFramed = resolved.Version.Family == ModelFamily.TransformerEncoder;
        return TypedResults.Ok(new TokenizeResponse
        {
            Model = resolved.Model.Name,
            Version = resolved.Version.Number,
            Tokens = [.. texts.Select(text => Tokens(tokenizer, text, isFramed))],
            Words = body.Value.Words ? [.. texts.Select(text => Words(tokenizer, text))] : null,
        });
    }

    /// <summary>Encoders read <c>[CLS] … [SEP]</c>; who goes on with text reads the end of the document before, and the text.</summary>
    private static IReadOnlyList<TokenResponse> Tokens(Tokenizer tokenizer, string text, bool isFramed)
    {
        IEnumerable<TokenResponse> tokens = tokenizer.Tokenize(text).Select(token => new TokenResponse(token.Id, tokenizer.Token(token.Id), false, token.Start, token.End));
        return isFramed
            ? [Special(tokenizer.ClassificationId), .. tokens, Special(tokenizer.SeparatorId)]
            : [Special(tokenizer.SeparatorId), .. tokens];

        TokenResponse Special(int id) => new(id, tokenizer.Token(id), true, null, null);
    }

    private static List<WordResponse> Words(Tokenizer tokenizer, string text)
    {
        Rune[] characters = [.. text.EnumerateRunes()];
        return [.. tokenizer.Segmenter.Segment(text).Select(word => new WordResponse(string.Concat(characters[word.Start..word.End]), word.Start, word.End))];
    }
}
