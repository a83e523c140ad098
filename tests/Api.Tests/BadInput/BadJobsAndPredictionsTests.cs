using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Hone.Api.Errors;
using Hone.Api.Tests.Jobs;

namespace Hone.Api.Tests.BadInput;

/// <summary>Requests about jobs, models and predictions that have to be refused, each with its status, code and field, and nothing left behind.</summary>
public sealed class BadJobsAndPredictionsTests(BadJobsAndPredictionsTests.IdleService idle) : IClassFixture<BadJobsAndPredictionsTests.IdleService>
{
    private const string NoJob = "0198c0de-0000-7000-8000-000000000000";

    private static readonly string ManyInputs = string.Join(',', Enumerable.Repeat("\"red\"", 257));
    private static readonly string ManyCorpora = string.Join(',', Enumerable.Range(0, 101).Select(number => $"\"c{number}\""));
    private static readonly string LongInput = new('a', 100_001);

    /// <summary>Method and path, body, status, code, and the fields that are named.</summary>
    public static TheoryData<string, string?, int, string, string[]> Requests => new()
    {
        // What is wrong with a body by itself
        { "POST /jobs/pretrain", "{\"model\":", 400, "invalid-json", [] },
        { "POST /jobs/pretrain", "[]", 400, "wrong-type", [] },
        { "POST /jobs/pretrain", "{}", 400, "missing-field", ["corpora", "model"] },
        { "POST /jobs/pretrain", """{"model":"m","corpora":["colours"],"colour":1}""", 400, "unknown-field", ["colour"] },
        { "POST /jobs/pretrain", """{"model":"m","model":"n","corpora":["colours"]}""", 400, "duplicate-field", ["model"] },
        { "POST /jobs/pretrain", """{"model":"m","corpora":"colours"}""", 400, "wrong-type", ["corpora"] },
        { "POST /jobs/pretrain", """{"model":"m","corpora":[]}""", 400, "out-of-range", ["corpora"] },
        { "POST /jobs/pretrain", $$"""{"model":"m","corpora":[{{ManyCorpora}}]}""", 400, "out-of-range", ["corpora"] },
        { "POST /jobs/pretrain", """{"model":"m","corpora":["colours","colours"]}""", 400, "out-of-range", ["corpora"] },
        { "POST /jobs/pretrain", """{"model":"Not A Name","corpora":["colours"]}""", 400, "invalid-name", ["model"] },
        { "POST /jobs/pretrain", """{"model":"m","corpora":["colours"],"training":{"steps":"many"}}""", 400, "wrong-type", ["training.steps"] },
        { "POST /jobs/pretrain", """{"model":"m","corpora":["colours"],"training":{"steps":1.5}}""", 400, "wrong-type", ["training.steps"] },
        { "POST /jobs/pretrain", """{"model":"m","corpora":["colours"],"training":{"learningRate":7}}""", 400, "out-of-range", ["training.learningRate"] },
        { "POST /jobs/pretrain", """{"model":"m","corpora":["colours"],"training":{"schedule":"steep"}}""", 400, "unknown-value", ["training.schedule"] },
        { "POST /jobs/pretrain", """{"model":"m","corpora":["colours"],"architecture":{"hidden":100,"heads":7}}""", 400, "out-of-range", ["architecture.heads"] },
        {
            "POST /jobs/pretrain",
            """{"model":"m","corpora":["colours"],"colour":1,"tokenizer":{"vocabularySize":1},"training":{"steps":0,"seed":null}}""",
            400,
            "invalid-request",
            ["colour", "tokenizer.vocabularySize", "training.seed", "training.steps"]
        },
        { "POST /jobs/finetune", """{"model":"m","dataset":"kinds","reinitialize":true}""", 400, "invalid-request", ["reinitialize"] },
        { "POST /jobs/finetune", """{"model":"m","dataset":"kinds","base":"colours","architecture":{}}""", 400, "invalid-request", ["architecture"] },
        { "POST /jobs/finetune", """{"model":"m","dataset":"kinds","base":"colours@"}""", 400, "invalid-model-reference", ["base"] },
        { "POST /jobs/finetune", """{"model":"m","dataset":"kinds","training":{"earlyStopping":{"metric":"luck"}}}""", 400, "unknown-value", ["training.earlyStopping.metric"] },

        { "POST /jobs/sweep", """{"model":"m","dataset":"kinds"}""", 400, "missing-field", ["bases"] },
        { "POST /jobs/sweep", """{"model":"m","dataset":"kinds","bases":["colours"],"training":{"learningRate":"low"}}""", 400, "wrong-type", ["training.learningRate"] },
        { "POST /jobs/sweep", """{"model":"m","dataset":"kinds","bases":["colours"],"training":{"dropout":{"min":0.1,"maximum":1}}}""", 400, "wrong-type", ["training.dropout"] },
        {
            "POST /jobs/sweep",
            """
            {"model":"m","dataset":"kinds","bases":["colours"],"strategies":[{},{"kind":"full","rank":8}],"metric":"luck",
             "training":{"learningRate":{"min":0.01,"max":0.001},"dropout":[0.1,2]},"budget":{"jobs":0}}
            """,
            400,
            "invalid-request",
            ["budget.jobs", "metric", "strategies[1].rank", "training.dropout[1]", "training.learningRate.max"]
        },
        { "POST /jobs/sweep", """{"model":"m","dataset":"kinds","bases":["colours"],"strategies":[{},{"kind":"lora"}],"budget":{"jobs":1}}""", 400, "out-of-range", ["budget.jobs"] },

        { "POST /jobs/pretrain", "", 400, "invalid-json", [] },
        { "POST /jobs/pretrain?dry=1&wet=2", """{"model":"m","corpora":["colours"]}""", 400, "unknown-field", ["dry", "wet"] },
        { "POST /jobs/pretrain", """{"model":"m","corpora":["colours"],"training":{"steps":1e400}}""", 400, "out-of-range", ["training.steps"] },
        { "POST /jobs/pretrain", """{"model":"\ud800","corpora":["colours"]}""", 400, "wrong-type", ["model"] },

        // What it names
        { "POST /jobs/pretrain", """{"model":"m","corpora":["colours","nothing"]}""", 400, "unknown-corpus", ["corpora[1]"] },
        { "POST /jobs/pretrain", """{"model":"m","corpora":["colours"],"base":"nothing"}""", 400, "unknown-model", ["base"] },
        { "POST /jobs/pretrain", """{"model":"m","corpora":["colours"],"base":"kinds"}""", 400, "wrong-base", ["base"] },
        {
            "POST /jobs/sweep",
            """{"model":"m","dataset":"nothing","bases":["colours","nothing","kinds"],"budget":{"jobs":201,"minutes":1441}}""",
            400,
            "invalid-request",
            ["bases[1]", "bases[2]", "budget.jobs", "budget.minutes", "dataset"]
        },
        {
            "POST /jobs/sweep",
            """{"model":"m","dataset":"kinds","bases":["colours","tales"],"strategies":[{"kind":"lora","targets":["state"]}],"crf":true}""",
            400,
            "invalid-request",
            ["bases[1]", "crf", "strategies[0].targets[0]"]
        },
        { "POST /jobs/finetune", """{"model":"m","dataset":"nothing"}""", 400, "unknown-dataset", ["dataset"] },
        { "POST /jobs/finetune", """{"model":"m","dataset":"nothing","base":"nothing"}""", 400, "invalid-request", ["base", "dataset"] },
        { "POST /jobs/finetune", """{"model":"m","dataset":"kinds","base":"colours:99"}""", 400, "unknown-version", ["base"] },
        { "POST /jobs/finetune", """{"model":"m","dataset":"kinds","base":"colours@nothing"}""", 400, "unknown-alias", ["base"] },
        { "POST /jobs/finetune", """{"model":"m","dataset":"kinds","base":"kinds"}""", 400, "wrong-base", ["base"] },

        { "POST /jobs/finetune", """{"model":"m","dataset":"kinds","senses":true}""", 400, "invalid-request", ["senses"] },
        { "POST /jobs/finetune", """{"model":"m","dataset":"kinds","senses":"all"}""", 400, "wrong-type", ["senses"] },

        { "POST /jobs/finetune", """{"model":"m","dataset":"kinds","base":"pending"}""", 409, "model-not-ready", [] },

        { "POST /jobs/evaluate", "{}", 400, "missing-field", ["dataset", "model"] },
        { "POST /jobs/evaluate", """{"model":"kinds:1","dataset":"kinds","split":"dev"}""", 400, "unknown-value", ["split"] },
        { "POST /jobs/evaluate", """{"model":"kinds:0","dataset":"kinds","compareWith":"a@b@c","resamples":-1,"worstExamples":101,"batchTokens":1}""", 400, "invalid-request", ["batchTokens", "compareWith", "model", "resamples", "worstExamples"] },
        { "POST /jobs/evaluate", """{"model":"nothing","dataset":"nothing","compareWith":"kinds:99"}""", 400, "invalid-request", ["compareWith", "dataset", "model"] },
        { "POST /jobs/evaluate", """{"model":"colours","dataset":"kinds","compareWith":"tales"}""", 400, "wrong-task", ["compareWith", "model"] },
        { "POST /jobs/evaluate", """{"model":"pending","dataset":"kinds"}""", 409, "model-not-ready", [] },
        { "GET /models/kinds/versions/abc/evaluations", null, 404, "unknown-version", [] },
        { "GET /models/kinds/versions/1/evaluations?cursor=x", null, 400, "invalid-cursor", ["cursor"] },

        // Jobs
        { $"GET /jobs/{NoJob}", null, 404, "unknown-job", [] },
        { "GET /jobs/nothing", null, 404, "unknown-job", [] },
        { $"GET /jobs/{NoJob}/events", null, 404, "unknown-job", [] },
        { $"POST /jobs/{NoJob}/cancel", null, 404, "unknown-job", [] },
        { $"POST /jobs/{NoJob}/retry", null, 404, "unknown-job", [] },
        { "GET /jobs?status=done", null, 400, "unknown-value", ["status"] },
        { "GET /jobs?parent=x", null, 400, "wrong-type", ["parent"] },
        { "GET /jobs?limit=0", null, 400, "out-of-range", ["limit"] },
        { "GET /jobs?cursor=x", null, 400, "invalid-cursor", ["cursor"] },

        { $"GET /jobs/{NoJob}/metrics?foo=1", null, 400, "unknown-field", ["foo"] },
        { $"GET /jobs/{NoJob}/events?foo=1", null, 400, "unknown-field", ["foo"] },
        { $"POST /jobs/{NoJob}/cancel?foo=1", null, 400, "unknown-field", ["foo"] },

        // Models
        { "GET /models/kinds?foo=1", null, 400, "unknown-field", ["foo"] },
        { "GET /models/kinds/versions/abc", null, 404, "unknown-version", [] },
        { "GET /models/kinds/versions/99999999999/download", null, 404, "unknown-version", [] },
        { "DELETE /models/kinds/versions/abc", null, 404, "unknown-version", [] },
        { "PUT /models/kinds/versions/abc", "{}", 405, "method-not-allowed", [] },
        { "DELETE /models/nothing", null, 404, "unknown-model", [] },
        { "DELETE /models/colours", null, 409, "in-use", [] },
        { "GET /models/pending", null, 404, "unknown-model", [] },
        { "GET /models/nothing", null, 404, "unknown-model", [] },
        { "GET /models/kinds/versions/99", null, 404, "unknown-version", [] },
        { "GET /models/kinds/versions/99/download", null, 404, "unknown-version", [] },
        { "DELETE /models/kinds/versions/99", null, 404, "unknown-version", [] },
        { "DELETE /models/colours/versions/1", null, 409, "in-use", [] },
        { "PUT /models/kinds/aliases/live", """{"version":99}""", 404, "unknown-version", [] },
        { "PUT /models/kinds/aliases/live", """{"version":"1"}""", 400, "wrong-type", ["version"] },
        { "PUT /models/kinds/aliases/live", """{"version":0}""", 400, "out-of-range", ["version"] },
        { "PUT /models/kinds/aliases/Live!", """{"version":1}""", 400, "invalid-name", ["alias"] },
        { "DELETE /models/kinds/aliases/nothing", null, 404, "unknown-alias", [] },
        { "GET /models/kinds/aliases/nothing/history", null, 404, "unknown-alias", [] },

        // Predictions
        { "POST /predict", """{"model":"kinds"}""", 400, "missing-field", ["inputs"] },
        { "POST /predict", """{"model":"kinds","inputs":[]}""", 400, "empty-inputs", ["inputs"] },
        { "POST /predict", """{"model":"kinds","inputs":["red"," "]}""", 400, "empty-inputs", ["inputs[1]"] },
        { "POST /predict", """{"model":"kinds","inputs":["red","re\u0000d"]}""", 400, "forbidden-character", ["inputs[1]"] },
        { "POST /predict", """{"model":"kinds","inputs":["red",["red"]]}""", 400, "wrong-type", ["inputs[1]"] },
        { "POST /predict", """{"model":"kinds","inputs":{"txt":"red"}}""", 400, "invalid-request", ["inputs", "inputs.text"] },
        { "POST /predict", """{"model":"kinds","inputs":[{"text":"red","words":["red"]}]}""", 400, "missing-field", ["inputs[0].text"] },
        { "POST /predict", """{"model":"kinds","inputs":{"text":"red","predicates":[0,0]}}""", 400, "wrong-type", ["inputs.predicates"] },
        { "POST /predict", """{"model":"kinds","inputs":{"text":"red","textPair":" "}}""", 400, "empty-inputs", ["inputs.textPair"] },
        { "POST /predict", """{"model":"kinds","inputs":"red","parameters":{"topK":0}}""", 400, "out-of-range", ["parameters.topK"] },
        { "POST /predict", """{"model":"kinds:","inputs":[]}""", 400, "invalid-request", ["inputs", "model"] },
        { "POST /predict", """{"model":"nothing","inputs":"red"}""", 404, "unknown-model", [] },
        { "POST /predict", """{"model":"pending","inputs":"red"}""", 409, "model-not-ready", [] },
        { "POST /predict", """{"model":"kinds:99","inputs":"red"}""", 404, "unknown-version", [] },
        { "POST /predict", """{"model":"kinds@nothing","inputs":"red"}""", 404, "unknown-alias", [] },
        { "POST /predict", """{"model":"colours","inputs":"red"}""", 400, "wrong-mask", ["inputs"] },
        { "POST /predict", """{"model":"colours","task":"text-classification","inputs":"red"}""", 400, "wrong-task", ["task"] },
        { "POST /predict", $$"""{"model":"kinds","inputs":[{{ManyInputs}}]}""", 413, "batch-too-large", [] },
        { "POST /predict", $$"""{"model":"kinds","inputs":["{{LongInput}}"]}""", 400, "text-too-long", ["inputs[0]"] },
        { "POST /predict", $$"""{"model":"kinds","inputs":"{{LongInput}}"}""", 400, "text-too-long", ["inputs"] },
        { "POST /predict", """{"model":"kinds","inputs":["red","\ud800"]}""", 400, "wrong-type", ["inputs"] },
        { "POST /predict?foo=1", """{"model":"kinds","inputs":"red"}""", 400, "unknown-field", ["foo"] },
        { "POST /models/colours/predict", """{"inputs":"red"}""", 400, "wrong-mask", ["inputs"] },
        { "POST /models/kinds/predict", """{"model":"kinds","inputs":"red"}""", 400, "unknown-field", ["model"] },
        { "POST /models/kinds:x/predict", """{"inputs":"red"}""", 400, "invalid-model-reference", ["reference"] },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task AWrongRequest_IsRefusedWithACode_AndLeavesNothing(string request, string? body, int status, string code, string[] fields)
    {
        IReadOnlyList<string> before = await idle.Service.InventoryAsync();
        using HttpRequestMessage message = new(new HttpMethod(request.Split(' ')[0]), new Uri(request.Split(' ')[1], UriKind.Relative));
        if (body is not null)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        using HttpResponseMessage response = await idle.Service.Client.SendAsync(message);

        ProblemResponse problem = await response.ReadProblemAsync((HttpStatusCode)status);
        Assert.Equal(code, problem.Code);
        Assert.Equal(fields, problem.Errors.Select(error => error.Field).OfType<string>().Order(StringComparer.Ordinal));
        Assert.Equal(before, await idle.Service.InventoryAsync());
    }

    /// <summary>A service on which nothing else happens, with trained models, and one that a queued job is still to make.</summary>
    public sealed class IdleService(TrainedService trained) : IAsyncLifetime
    {
        private HoneService? service;

        public HoneService Service => service ?? throw new InvalidOperationException("The service is not started.");

        public async ValueTask InitializeAsync()
        {
            service = await trained.CopyAsync();
            await service.Client.SubmitAsync("pretrain", TinyJobs.Pretrain("pending", TrainedService.Corpus));
        }

        public ValueTask DisposeAsync() => Service.DisposeAsync();
    }
}
