using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Hone.Api.Predictions;
using Hone.Api.Serving;
using Hone.Domain;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Inference;
using Hone.Training.Predictions;
using Microsoft.Extensions.DependencyInjection;

namespace Hone.Api.Tests.Predictions;

public sealed class GenerationApiTests(TrainedService trained)
{
    private static readonly string[] Prompts = ["red green", "one two three"];

    [Fact]
    public async Task Predict_SaysWhatFollowsEveryInput()
    {
        GenerationResponse answer = await GenerateAsync(new { maxTokens = 6, temperature = 1, seed = 4 });

        Assert.Equal((TrainedService.Decoder, 1, TaskKind.TextGeneration), (answer.Model, answer.Version, answer.Task));
        Assert.Equal(2, answer.Predictions.Count);
        Assert.All(answer.Predictions, text =>
        {
            Assert.InRange(text.Tokens, 1, 6);
            Assert.True(text.FinishReason == GenerationEnd.Stop || text.Tokens == 6);
        });
        Assert.Equal(answer.Predictions, (await GenerateAsync(new { maxTokens = 6, temperature = 1, seed = 4 })).Predictions);
    }

    [Fact]
    public async Task Predict_GivesTheSame_StreamedPieceByPiece()
    {
        HoneService service = await trained.Service;
        GenerationResponse whole = await GenerateAsync(new { maxTokens = 12, temperature = 1.2, topK = 50, seed = 9 });
        using HttpRequestMessage request = new(HttpMethod.Post, "/predict")
        {
            Content = JsonContent.Create(new { model = TrainedService.Decoder, inputs = Prompts, parameters = new { maxTokens = 12, temperature = 1.2, topK = 50, seed = 9, stream = true } }),
        };

        using HttpResponseMessage response = await service.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        List<GeneratedTextPiece> pieces = [];
        await foreach (SseItem<string> item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            Assert.Equal("piece", item.EventType);
            pieces.Add(JsonSerializer.Deserialize<GeneratedTextPiece>(item.Data, HoneJson.Options)!);
        }

        foreach ((int index, GeneratedText text) in whole.Predictions.Index())
        {
            GeneratedTextPiece[] own = [.. pieces.Where(piece => piece.Index == index)];
            Assert.Equal(text.Text, string.Concat(own.Select(piece => piece.Text)));
            Assert.Equal((text.FinishReason, text.Tokens), (own[^1].FinishReason, own[^1].Tokens));
            Assert.All(own[..^1], piece => Assert.Null(piece.FinishReason));
        }
    }

    /// <summary>Were the stop to wait for the text, it would wait longer than this test may take.</summary>
    [Theory(Timeout = 30_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Predict_Ends_WhenTheServiceStops(bool stream)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        HoneService service = await trained.CopyAsync("Serving:GeneratedTokens=1000000");
        using HttpRequestMessage request = new(HttpMethod.Post, "/predict")
        {
            // Whatever is drawn, the end of a document is improbable enough to come late among so many inputs.
            Content = JsonContent.Create(new
            {
                model = TrainedService.Decoder,
                inputs = Enumerable.Repeat("red green", 64),
                parameters = new { maxTokens = 1_000_000, temperature = 1.5, stream },
            }),
        };
        using HttpClient client = new() { BaseAddress = service.Client.BaseAddress };
        Task<HttpResponseMessage> sending = client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (stream)
        {
            using HttpResponseMessage response = await sending;
            using StreamReader pieces = new(await response.Content.ReadAsStreamAsync(cancellationToken));
            Assert.StartsWith("event: piece", await pieces.ReadLineAsync(cancellationToken), StringComparison.Ordinal);
            await service.StopAsync();
        }
        else
        {
            await WaitUntilLoadedAsync(service, cancellationToken);
            await service.StopAsync();
            using HttpResponseMessage response = await sending;
            Assert.Equal(ProblemCodes.Unavailable, (await response.ReadProblemAsync(HttpStatusCode.ServiceUnavailable)).Code);
        }

        Directory.Delete(service.DataPath, recursive: true);
    }

    [Fact]
    public async Task Predict_IsRefused_WhenParametersAreForAnotherTask()
    {
        HoneService service = await trained.Service;
        using HttpResponseMessage response = await service.Client.PostAsJsonAsync(
            "/predict", new { model = TrainedService.Classifier, inputs = "red", parameters = new { temperature = 1 } });

        Assert.Equal("parameters.temperature", (await response.ReadProblemAsync(HttpStatusCode.BadRequest)).Errors.Single().Field);
    }

    [Theory]
    [InlineData("""{"maxTokens":5000}""", ProblemCodes.OutOfRange, "parameters.maxTokens")]
    [InlineData("""{"temperature":-1}""", ProblemCodes.OutOfRange, "parameters.temperature")]
    [InlineData("""{"topP":0}""", ProblemCodes.OutOfRange, "parameters.topP")]
    [InlineData("""{"stop":[""]}""", ProblemCodes.OutOfRange, "parameters.stop")]
    [InlineData("""{"beams":2,"temperature":1}""", ProblemCodes.InvalidRequest, "parameters.beams")]
    public async Task Predict_IsRefused_WhenAParameterIsOutOfBounds(string parameters, string code, string field)
    {
        HoneService service = await trained.Service;
        using StringContent body = new($$"""{"model":"{{TrainedService.Decoder}}","inputs":"red","parameters":{{parameters}}}""", null, "application/json");
        using HttpResponseMessage response = await service.Client.PostAsync(new Uri("/predict", UriKind.Relative), body);

        Problem problem = (await response.ReadProblemAsync(HttpStatusCode.BadRequest)).Errors.Single();

        Assert.Equal((code, field), (problem.Code, problem.Field));
    }

    [Fact]
    public async Task Finetune_IsRefused_WhenTheBaseIsADecoder()
    {
        HoneService service = await trained.Service;
        using HttpResponseMessage response = await service.Client.PostAsJsonAsync(
            "/jobs/finetune", new { model = "m", @base = TrainedService.Decoder, dataset = TrainedService.Dataset });

        Assert.Equal(ProblemCodes.WrongBase, (await response.ReadProblemAsync(HttpStatusCode.BadRequest)).Errors.Single().Code);
    }

    private static async Task WaitUntilLoadedAsync(HoneService service, CancellationToken cancellationToken)
    {
        while (service.Services.GetRequiredService<ResidentModels>().Versions.Count == 0)
        {
            await Task.Delay(20, cancellationToken);
        }
    }

    private async Task<GenerationResponse> GenerateAsync(object parameters)
    {
        HoneService service = await trained.Service;
        using HttpResponseMessage response = await service.Client.PostAsJsonAsync("/predict", new { model = TrainedService.Decoder, inputs = Prompts, parameters });
        return await response.ReadAsync<GenerationResponse>();
    }
}
