using System.Net;
using System.Net.Http.Json;
using Hone.Api.Predictions;
using Hone.Domain.Problems;
using Hone.Training.Predictions;

namespace Hone.Api.Tests.Predictions;

public sealed class PredictionsApiTests(TrainedService trained)
{
    private static readonly string[] Texts =
    [
        "red green blue.", "one two.", "Paint the number three yellow, and count to five!", "purple", "unknown words only",
        "four five four five four five four five four five four five four five four five four five four five.",
    ];

    /// <summary>What a text is given does not depend on what else is in the request or in the batch.</summary>
    [Fact]
    public async Task Predict_GivesATextTheSame_AloneOrTogetherOrAtTheSameTimeAsOthers()
    {
        HoneService service = await trained.Service;
        PredictionResponse<IReadOnlyList<LabelScore>> together = await PredictAsync(service, new { model = TrainedService.Classifier, inputs = Texts });
        PredictionResponse<IReadOnlyList<LabelScore>>[] alone = await Task.WhenAll(Texts.Concat(Texts).Concat(Texts).Select(text =>
            PredictAsync(service, new { model = TrainedService.Classifier, inputs = text })));

        Assert.Equal(Texts.Length, together.Predictions.Count);
        foreach ((int index, PredictionResponse<IReadOnlyList<LabelScore>> single) in alone.Index())
        {
            AssertClose(together.Predictions[index % Texts.Length], Assert.Single(single.Predictions));
        }

        Assert.Equal(together.Usage.Tokens, alone.Take(Texts.Length).Sum(single => single.Usage.Tokens));
    }

    [Fact]
    public async Task Predict_RanksEveryLabel_AndItsScoresSumToOne()
    {
        HoneService service = await trained.Service;

        PredictionResponse<IReadOnlyList<LabelScore>> answer = await PredictAsync(service, new { model = TrainedService.Classifier, inputs = Texts });

        Assert.All(answer.Predictions, labels =>
        {
            Assert.Equal(["colour", "number"], labels.Select(entry => entry.Label).Order(StringComparer.Ordinal));
            Assert.Equal(labels.Select(entry => entry.Score).OrderDescending(), labels.Select(entry => entry.Score));
            Assert.Equal(1, labels.Sum(entry => entry.Score), 1e-4);
        });
    }

    [Fact]
    public async Task Predict_HasLearntTheTask()
    {
        HoneService service = await trained.Service;

        PredictionResponse<IReadOnlyList<LabelScore>> answer = await PredictAsync(service, new { model = TrainedService.Classifier, inputs = Texts.Take(2), parameters = new { topK = 1 } });

        Assert.Equal(["colour", "number"], answer.Predictions.Select(labels => Assert.Single(labels).Label));
    }

    [Fact]
    public async Task Predict_UsesTheVersionThatTheReferenceMeans()
    {
        HoneService service = await trained.Service;
        string alias = SharedService.NewName("first");
        using (await service.Client.PutAsJsonAsync($"/models/{TrainedService.Classifier}/aliases/{alias}", new { version = 1 }))
        {
            PredictionResponse<IReadOnlyList<LabelScore>>[] answers = await Task.WhenAll(
                PredictWithAsync(service, TrainedService.Classifier),
                PredictWithAsync(service, $"{TrainedService.Classifier}:1"),
                PredictWithAsync(service, $"{TrainedService.Classifier}:2"),
                PredictWithAsync(service, $"{TrainedService.Classifier}@{alias}"));

            Assert.Equal([2, 1, 2, 1], answers.Select(answer => answer.Version));
            AssertClose(answers[0].Predictions[0], answers[2].Predictions[0]);
            AssertClose(answers[1].Predictions[0], answers[3].Predictions[0]);
        }
    }

    [Fact]
    public async Task Predict_FollowsAnAlias_FromTheMomentItIsMoved()
    {
        HoneService service = await trained.Service;
        string alias = SharedService.NewName("moved");
        foreach (int version in new[] { 1, 2, 1 })
        {
            using HttpResponseMessage moved = await service.Client.PutAsJsonAsync($"/models/{TrainedService.Classifier}/aliases/{alias}", new { version });

            Assert.Equal(version, (await PredictWithAsync(service, $"{TrainedService.Classifier}@{alias}")).Version);
        }

        using HttpResponseMessage deleted = await service.Client.DeleteAsync(new Uri($"/models/{TrainedService.Classifier}/aliases/{alias}", UriKind.Relative));

        using HttpResponseMessage gone = await service.Client.PostAsJsonAsync("/predict", new { model = $"{TrainedService.Classifier}@{alias}", inputs = "red" });
        Assert.Equal(ProblemCodes.UnknownAlias, (await gone.ReadProblemAsync(HttpStatusCode.NotFound)).Code);
    }

    [Fact]
    public async Task Predict_SaysWhatItCutOff_AndWhereTheTimeWent()
    {
        HoneService service = await trained.Service;
        string tooLong = string.Join(' ', Enumerable.Repeat("red", 100));

        using HttpResponseMessage response = await service.Client.PostAsJsonAsync("/predict", new { model = TrainedService.Classifier, inputs = new[] { "red", tooLong } });

        PredictionUsage usage = (await response.ReadAsync<PredictionResponse<IReadOnlyList<LabelScore>>>()).Usage;
        Assert.Equal((2, 1), (usage.Inputs, usage.Truncated));
        Assert.True(usage.Tokens > 32);
        string timing = Assert.Single(response.Headers.GetValues("Server-Timing"));
        Assert.Matches(@"^load;dur=[\d.]+, tokenize;dur=[\d.]+, queue;dur=[\d.]+, inference;dur=[\d.]+$", timing);
    }

    [Fact]
    public async Task Predict_IsRefusedAtOnce_WhenTooMuchWaits()
    {
        await using HoneService service = await trained.CopyAsync("Serving:RequestInputs=64", "Serving:QueueInputs=64", "Serving:BatchTokens=1");
        string[] inputs = [.. Enumerable.Repeat(Texts[5], 64)];

        HttpResponseMessage? refused = null;
        while (refused is null)
        {
            HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
                service.Client.PostAsJsonAsync("/predict", new { model = TrainedService.Classifier, inputs }, TestContext.Current.CancellationToken)));
            Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.OK);
            refused = answers.FirstOrDefault(answer => answer.StatusCode != HttpStatusCode.OK);
        }

        Assert.Equal(ProblemCodes.QueueFull, (await refused.ReadProblemAsync(HttpStatusCode.TooManyRequests)).Code);
        Assert.NotNull(refused.Headers.RetryAfter?.Delta);
    }

    private static Task<PredictionResponse<IReadOnlyList<LabelScore>>> PredictWithAsync(HoneService service, string reference) =>
        PostAsync(service, $"/models/{reference}/predict", new { inputs = Texts[0] });

    private static Task<PredictionResponse<IReadOnlyList<LabelScore>>> PredictAsync(HoneService service, object body) => PostAsync(service, "/predict", body);

    private static async Task<PredictionResponse<IReadOnlyList<LabelScore>>> PostAsync(HoneService service, string path, object body)
    {
        using HttpResponseMessage response = await service.Client.PostAsJsonAsync(path, body);
        return await response.ReadAsync<PredictionResponse<IReadOnlyList<LabelScore>>>();
    }

    private static void AssertClose(IReadOnlyList<LabelScore> expected, IReadOnlyList<LabelScore> actual)
    {
        Dictionary<string, float> scores = actual.ToDictionary(entry => entry.Label, entry => entry.Score);
        Assert.All(expected, entry => Assert.Equal(entry.Score, scores[entry.Label], 1e-4f));
    }
}
