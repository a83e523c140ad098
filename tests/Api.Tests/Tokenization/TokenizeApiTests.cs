using System.Net.Http.Json;
using Hone.Api.Tokenization;

namespace Hone.Api.Tests.Tokenization;

public sealed class TokenizeApiTests(TrainedService trained)
{
    [Fact]
    public async Task Tokenize_ShowsWhatAnEncoderSees_WithPlacesInTheTextAsItWasSent()
    {
        const string Text = "🎨 Réd  green";
        TokenizeResponse answer = await TokenizeAsync(TrainedService.Classifier, Text);

        IReadOnlyList<TokenResponse> tokens = Assert.Single(answer.Tokens);
        Assert.Equal((2, "[CLS]", true), (answer.Version, tokens[0].Text, tokens[0].Special));
        Assert.Equal(("[SEP]", true, null), (tokens[^1].Text, tokens[^1].Special, tokens[^1].Start));
        Assert.Equal(("red", 2, 5), (tokens[2].Text, tokens[2].Start, tokens[2].End));
        Assert.Equal(("green", 7, 12), (tokens[3].Text, tokens[3].Start, tokens[3].End));
    }

    [Fact]
    public async Task Tokenize_ShowsThatADecoderReadsOnFromTheEndOfADocument()
    {
        TokenizeResponse answer = await TokenizeAsync(TrainedService.Decoder, "red green");

        IReadOnlyList<TokenResponse> tokens = Assert.Single(answer.Tokens);
        Assert.True(tokens[0].Special);
        Assert.All(tokens.Skip(1), token => Assert.False(token.Special));
    }

    [Fact]
    public async Task Tokenize_ShowsWordsAndTheirPlaces_WhenAsked()
    {
        TokenizeResponse asked = await TokenizeAsync(TrainedService.Decoder, "🎨 red,green 红", words: true);
        TokenizeResponse unasked = await TokenizeAsync(TrainedService.Decoder, "red");

        WordResponse[] expected = [new("🎨", 0, 1), new("red", 2, 5), new(",", 5, 6), new("green", 6, 11), new("红", 12, 13)];
        Assert.Equal(expected, Assert.Single(asked.Words!));
        Assert.Null(unasked.Words);
    }

    private async Task<TokenizeResponse> TokenizeAsync(string model, string text, bool words = false)
    {
        HoneService service = await trained.Service;
        using HttpResponseMessage response = await service.Client.PostAsJsonAsync("/tokenize", new { model, inputs = text, words });
        return await response.ReadAsync<TokenizeResponse>();
    }
}
