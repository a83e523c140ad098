using System.Globalization;
using System.Text;
using System.Text.Json;
using Hone.Api.Quickstart;
using Hone.Domain.Jobs;

namespace Hone.Api.Tests.EndToEnd;

/// <summary>The whole way at once, as a client goes it: the real service, the real trainer process, real files.</summary>
public sealed class RawTextToServedModelTests
{
    private static readonly string[] Animals = ["cat", "dog", "horse", "rabbit", "goat", "hen"];
    private static readonly string[] Tools = ["hammer", "saw", "drill", "chisel", "plane", "file"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Text_BecomesAModelThatAnswersTheSame_AfterTheServiceIsStartedAgain()
    {
        object question = new { model = "thing", inputs = new[] { "The dog eats.", "A saw lies there." } };
        HoneService service = await HoneService.StartAsync("Workers:Threads=1");
        HoneClient client = new(service.Client);

        await client.PostAsync("/corpora?name=things&format=text", new StringContent(string.Join("\n\n", Sentences().Select(row => row.Text))), Cancelled);
        JsonElement pretrained = await TrainAsync(client, "/jobs/pretrain", new
        {
            model = "language",
            corpora = new[] { "things" },
            architecture = new { layers = 1, hidden = 16, heads = 2, maxLength = 16 },
            tokenizer = new { vocabularySize = 120 },
            training = new { steps = 10, batchTokens = 256, validationFraction = 0.1 },
        });
        Assert.Equal("language:1", pretrained.GetProperty("reference").GetString());

        using MultipartFormDataContent form = new()
        {
            { new StringContent("things"), "name" },
            { new StringContent("text-classification"), "task" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(Csv())), "train", "train.csv" },
        };
        await client.PostAsync("/datasets", form, Cancelled);
        JsonElement finetuned = await TrainAsync(client, "/jobs/finetune", new
        {
            model = "thing",
            @base = "language",
            dataset = "things",
            training = new { epochs = 8, batchTokens = 256, learningRate = 0.01 },
        });
        Assert.InRange(finetuned.GetProperty("metrics").GetProperty("test/accuracy").GetDouble(), 0, 1);

        JsonElement answer = await client.PostAsync("/predict", question, Cancelled);
        Assert.Equal(1, answer.GetProperty("version").GetInt32());
        Assert.Equal(2, answer.GetProperty("predictions").GetArrayLength());
        Assert.All(answer.GetProperty("predictions").EnumerateArray(), prediction =>
        {
            Assert.Equal(["animal", "tool"], prediction.EnumerateArray().Select(label => label.GetProperty("label").GetString()).Order());
            Assert.Equal(1, prediction.EnumerateArray().Sum(label => label.GetProperty("score").GetDouble()), 0.001);
        });

        await service.StopAsync();
        await using HoneService again = await HoneService.StartOnAsync(service.DataPath);
        JsonElement sameAnswer = await new HoneClient(again.Client).PostAsync("/predict", question, Cancelled);
        Assert.Equal(answer.GetProperty("predictions").GetRawText(), sameAnswer.GetProperty("predictions").GetRawText());
    }

    /// <summary>Follows a job to its success; gives its final state with the <c>reference</c> of the version it registered.</summary>
    private static async Task<JsonElement> TrainAsync(HoneClient client, string path, object specification)
    {
        string id = (await client.PostAsync(path, specification, Cancelled)).GetProperty("id").GetString()!;
        List<JobEvent> history = await client.FollowAsync(id, Cancelled).ToListAsync(Cancelled);
        JsonElement job = (await client.FindAsync($"/jobs/{id}", Cancelled))!.Value;
        Assert.Equal("succeeded", job.GetProperty("status").GetString());
        Assert.Contains(history, record => record.Kind == JobEventKind.Progress && record.Progress!.Phase == "training");
        JsonElement result = job.GetProperty("result");
        return JsonSerializer.SerializeToElement(new
        {
            reference = string.Create(CultureInfo.InvariantCulture, $"{result.GetProperty("model")}:{result.GetProperty("version")}"),
            metrics = job.GetProperty("metrics"),
        });
    }

    private static IEnumerable<(string Text, string Label)> Sentences()
    {
        foreach ((string[] words, string label, string verb) in new[] { (Animals, "animal", "eats"), (Tools, "tool", "lies there") })
        {
            foreach (string word in words)
            {
                yield return ($"The {word} {verb}.", label);
                yield return ($"A {word} {verb} today.", label);
                yield return ($"My old {word} {verb} again and again.", label);
                yield return ($"Where is the {word} that {verb}?", label);
            }
        }
    }

    private static string Csv() => "text,label\n" + string.Concat(Sentences().Select(row => $"{row.Text},{row.Label}\n"));
}
