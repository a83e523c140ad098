using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Hone.Api.Errors;
using Hone.Api.Jobs;
using Hone.Api.Models;
using Hone.Api.Predictions;
using Hone.Api.Tests.Jobs;
using Hone.Domain.Jobs;
using Hone.Domain.Problems;
using Hone.Training.Predictions;

namespace Hone.Api.Tests.Predictions;

public sealed class TasksApiTests(TrainedService trained)
{
    private static readonly string[] Colours = ["red", "green", "blue", "yellow"];
    private static readonly string[] Numbers = ["one", "two", "three", "four"];

    [Fact]
    public async Task TokenClassifier_GoesFromRowsToSpans()
    {
        HoneService service = await trained.Service;
        string name = SharedService.NewName("spans");
        await UploadAsync(service, name, "token-classification", Enumerable.Range(0, 80).Select(i => (object)new
        {
            tokens = new[] { "paint", Colours[i % 4], "and", "count", Numbers[i / 4 % 4] },
            tags = new[] { "O", "B-colour", "O", "O", "B-number" },
        }));
        await TrainAsync(service, name, new { kind = "full", layerDecay = 0.9 }, crf: true);

        PredictionResponse<IReadOnlyList<EntityPrediction>> answer = await PredictAsync<IReadOnlyList<EntityPrediction>>(
            service,
            new { model = name, inputs = new[] { "paint red and count two", "😀 paint green" } });

        Assert.Equal([("colour", "red", 6, 9), ("number", "two", 20, 23)], answer.Predictions[0].Select(span => (span.EntityGroup, span.Word, span.Start, span.End)));
        Assert.Contains(answer.Predictions[1], span => (span.EntityGroup, span.Word, span.Start, span.End) == ("colour", "green", 8, 13));
        Assert.All(answer.Predictions.SelectMany(spans => spans), span => Assert.InRange(span.Score, 0, 1.000001));
    }

    [Fact]
    public async Task Classifier_TakesPairs_OfRecurrentNetworksToo()
    {
        HoneService service = await trained.Service;
        string name = SharedService.NewName("pairs");
        await UploadAsync(service, name, "text-classification", Enumerable.Range(0, 120).Select(i => (object)new
        {
            text = i % 2 == 0 ? Colours[i % 4] : Numbers[i % 4],
            textPair = i % 2 == 0 ? Numbers[i / 4 % 4] : Colours[i / 4 % 4],
            label = i % 2 == 0 ? "colour-first" : "number-first",
        }));
        await TrainAsync(service, name, new { kind = "full" }, family: "rnn", epochs: 80);

        PredictionResponse<IReadOnlyList<LabelScore>> answer = await PredictAsync<IReadOnlyList<LabelScore>>(
            service,
            new { model = name, inputs = new[] { new { text = "red", textPair = "two" }, new { text = "three", textPair = "blue" } }, parameters = new { topK = 1 } });

        Assert.Equal(["colour-first", "number-first"], answer.Predictions.Select(labels => Assert.Single(labels).Label));
    }

    [Fact]
    public async Task RoleLabeler_FindsPredicates_OrTakesThoseThatAreGiven()
    {
        HoneService service = await trained.Service;
        string name = SharedService.NewName("roles");
        await UploadAsync(service, name, "semantic-role-labeling", Enumerable.Range(0, 80).Select(i => (object)new
        {
            words = new[] { Colours[i % 4], "meets", Numbers[i / 4 % 4] },
            verbs = new[] { new { index = 1, tags = new[] { "B-ARG0", "B-V", "B-ARG1" } } },
        }));
        await TrainAsync(service, name, new { kind = "full" });

        PredictionResponse<RolePrediction> found = await PredictAsync<RolePrediction>(service, new { model = name, inputs = "red meets two" });
        PredictionResponse<RolePrediction> given = await PredictAsync<RolePrediction>(
            service,
            new { model = name, inputs = new { words = new[] { "red", "meets", "two" }, predicates = new[] { 1 } } });

        Assert.Equal(["red", "meets", "two"], found.Predictions[0].Words);
        VerbPrediction verb = Assert.Single(found.Predictions[0].Verbs);
        Assert.Equal(("meets", 1, "[ARG0: red] [V: meets] [ARG1: two]"), (verb.Verb, verb.Index, verb.Description));
        Assert.Equal(verb.Tags, Assert.Single(given.Predictions[0].Verbs).Tags);
        Assert.Null(verb.Sense);
        await RefuseAsync(service, new { model = name, inputs = new { text = "red meets two", predicates = new[] { 3 } } }, ProblemCodes.PredicateOutsideSentence);
    }

    [Fact]
    public async Task RoleLabeler_TellsSenses_WhereItLearntThem()
    {
        HoneService service = await trained.Service;
        string name = SharedService.NewName("senses");
        await UploadAsync(service, name, "semantic-role-labeling", Enumerable.Range(0, 40).Select(i => (object)new
        {
            words = new[] { Colours[i % 4], "meets", Numbers[i / 4 % 4] },
            verbs = new[] { new { index = 1, tags = new[] { "B-ARG0", "B-V", "B-ARG1" }, sense = "meet.01" } },
        }));
        await TrainAsync(service, name, new { kind = "full" }, epochs: 2, senses: true);

        PredictionResponse<RolePrediction> answer = await PredictAsync<RolePrediction>(
            service,
            new { model = name, inputs = new { words = new[] { "red", "Meets", "two" }, predicates = new[] { 1 } } });

        Assert.Equal("meet.01", Assert.Single(answer.Predictions[0].Verbs).Sense);
        using HttpResponseMessage version = await service.Client.GetAsync(new Uri($"/models/{name}/versions/1", UriKind.Relative));
        Assert.Equal(1, (await version.ReadAsync<ModelVersionResponse>()).Metrics["validation/accuracy/senses"]);
    }

    [Fact]
    public async Task Finetune_FailsWithACode_WhenThereAreNoSensesToLearn()
    {
        HoneService service = await trained.Service;
        string name = SharedService.NewName("no-senses");
        await UploadAsync(service, name, "semantic-role-labeling", Enumerable.Range(0, 20).Select(i => (object)new
        {
            words = new[] { Colours[i % 4], "meets", Numbers[i / 4 % 4] },
            verbs = new[] { new { index = 1, tags = new[] { "B-ARG0", "B-V", "B-ARG1" } } },
        }));

        JobResponse job = await service.Client.WaitForEndAsync((await service.Client.SubmitAsync("finetune", new { model = name, dataset = name, senses = true })).Id);

        Assert.Equal((JobStatus.Failed, ProblemCodes.NoSenses), (job.Status, job.Error?.Code));
    }

    [Fact]
    public async Task PretrainedEncoder_FillsMasks_AndComparesTexts()
    {
        HoneService service = await trained.Service;

        PredictionResponse<IReadOnlyList<MaskPrediction>> masks = await PredictAsync<IReadOnlyList<MaskPrediction>>(
            service,
            new { model = TrainedService.Pretrained, inputs = "red [MASK] blue", parameters = new { topK = 3 } });
        PredictionResponse<SimilarityPrediction> vectors = await PredictAsync<SimilarityPrediction>(
            service,
            new { model = TrainedService.Pretrained, task = "sentence-similarity", inputs = new[] { "red green", "red green" } });
        PredictionResponse<SimilarityPrediction> ranked = await PredictAsync<SimilarityPrediction>(
            service,
            new { model = TrainedService.Decoder, task = "sentence-similarity", inputs = new { text = "red green", candidates = new[] { "one two", "red green" } } });

        Assert.Equal(3, masks.Predictions[0].Count);
        Assert.Equal(16, vectors.Predictions[0].Embedding!.Count);
        Assert.Equal(vectors.Predictions[0].Embedding!, vectors.Predictions[1].Embedding!, (one, other) => Math.Abs(one - other) < 1e-4);
        Assert.Equal((1, "red green"), (ranked.Predictions[0].Candidates![0].Index, ranked.Predictions[0].Candidates![0].Text));
        Assert.Equal(1, ranked.Predictions[0].Candidates![0].Score, 1e-3);
    }

    [Fact]
    public async Task Predict_NamesEverythingThatTheTaskHasNoUseFor()
    {
        HoneService service = await trained.Service;

        await RefuseAsync(service, new { model = TrainedService.Pretrained, inputs = "no mask" }, ProblemCodes.WrongMask);
        await RefuseAsync(service, new { model = TrainedService.Classifier, task = "fill-mask", inputs = "a" }, ProblemCodes.WrongTask);
        await RefuseAsync(service, new { model = TrainedService.Classifier, inputs = new { text = "a", candidates = new[] { "b" } } }, ProblemCodes.InvalidRequest);
        await RefuseAsync(service, new { model = TrainedService.Decoder, inputs = "a", parameters = new { threshold = 0.5 } }, ProblemCodes.InvalidRequest);
        await RefuseAsync(service, new { model = TrainedService.Classifier, inputs = new { textPair = "a" } }, ProblemCodes.MissingField);
    }

    [Fact]
    public async Task Finetune_NamesEveryOptionThatDoesNotFit()
    {
        HoneService service = await trained.Service;

        using HttpResponseMessage response = await service.Client.PostAsJsonAsync("/jobs/finetune", new
        {
            model = "misfit",
            dataset = TrainedService.Dataset,
            architecture = new { family = "rnn" },
            pooling = "cls",
            crf = true,
            senses = true,
            strategy = new { kind = "lora", targets = new[] { "query" } },
            training = new { earlyStopping = new { metric = "spearman" } },
        });

        ProblemResponse problem = await response.ReadProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal(
            ["crf", "pooling", "senses", "strategy.targets[0]", "training.earlyStopping.metric"],
            problem.Errors.Select(error => error.Field!).Order(StringComparer.Ordinal));
    }

    private static async Task UploadAsync(HoneService service, string name, string task, IEnumerable<object> rows)
    {
        using MultipartFormDataContent form = new()
        {
            { new StringContent(name), "name" },
            { new StringContent(task), "task" },
            { new StringContent(string.Concat(rows.Select(row => JsonSerializer.Serialize(row) + "\n")), Encoding.UTF8), "train", "train.jsonl" },
        };
        using HttpResponseMessage response = await service.Client.PostAsync(new Uri("/datasets", UriKind.Relative), form);
        await response.ReadAsync<JsonElement>(HttpStatusCode.Created);
    }

    /// <summary>Trains a tiny model of the data set's name.</summary>
    private static async Task TrainAsync(HoneService service, string name, object strategy, string family = "transformer-encoder", bool crf = false, int epochs = 25, bool senses = false)
    {
        JobResponse job = await service.Client.WaitForEndAsync((await service.Client.SubmitAsync("finetune", new
        {
            model = name,
            dataset = name,
            architecture = new { family, preset = "tiny", layers = 1, hidden = 16, maxLength = 32, bidirectional = family == "rnn" },
            strategy,
            crf,
            senses,
            training = new { epochs, batchTokens = 256, learningRate = 0.03, earlyStopping = new { metric = "loss", patience = 50 } },
        })).Id);
        Assert.True(job.Status == JobStatus.Succeeded, $"{job.Status} {job.Error}");
    }

    private static async Task<PredictionResponse<T>> PredictAsync<T>(HoneService service, object body)
    {
        using HttpResponseMessage response = await service.Client.PostAsJsonAsync("/predict", body);
        return await response.ReadAsync<PredictionResponse<T>>();
    }

    private static async Task RefuseAsync(HoneService service, object body, string code)
    {
        using HttpResponseMessage response = await service.Client.PostAsJsonAsync("/predict", body);
        Assert.Equal(code, (await response.ReadProblemAsync(HttpStatusCode.BadRequest)).Code);
    }
}
