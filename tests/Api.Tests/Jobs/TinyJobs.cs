using System.Net;
using System.Text;
using System.Text.Json;

namespace Hone.Api.Tests.Jobs;

/// <summary>Data and specifications so small that a real trainer is done with them in a moment.</summary>
internal static class TinyJobs
{
    private static readonly string[][] Words =
    [
        ["red", "green", "blue", "yellow", "purple", "colour", "paint"],
        ["one", "two", "three", "four", "five", "number", "count"],
    ];

    private static readonly string[] Labels = ["colour", "number"];

    /// <summary>Uploads a corpus that speaks of colours and numbers.</summary>
    public static async Task UploadCorpusAsync(HttpClient client, string name)
    {
        Random random = new(1);
        string text = string.Join("\n\n", Enumerable.Range(0, 100).Select(_ => Sentence(random, random.Next(2), 40)));
        using StringContent content = new(text, Encoding.UTF8, "text/plain");
        using HttpResponseMessage response = await client.PostAsync(new Uri($"/corpora?name={name}&format=text", UriKind.Relative), content);
        await response.ReadAsync<JsonElement>(HttpStatusCode.Created);
    }

    /// <summary>Uploads a data set that asks whether a text speaks of colours or of numbers.</summary>
    public static async Task UploadDatasetAsync(HttpClient client, string name)
    {
        Random random = new(2);
        string rows = string.Concat(Enumerable.Range(0, 120).Select(row =>
            JsonSerializer.Serialize(new { text = Sentence(random, row % 2, 6), label = Labels[row % 2] }) + "\n"));
        using MultipartFormDataContent form = new()
        {
            { new StringContent(name), "name" },
            { new StringContent("text-classification"), "task" },
            { new StringContent(rows), "train", "train.jsonl" },
        };
        using HttpResponseMessage response = await client.PostAsync(new Uri("/datasets", UriKind.Relative), form);
        await response.ReadAsync<JsonElement>(HttpStatusCode.Created);
    }

    /// <summary>A pretraining job.</summary>
    public static object Pretrain(string model, string corpus, int steps = 5) => new
    {
        model,
        corpora = new[] { corpus },
        architecture = new { preset = "tiny", layers = 1, hidden = 16, heads = 2, maxLength = 32 },
        tokenizer = new { vocabularySize = 200 },
        training = new { steps, batchTokens = 128 },
    };

    /// <summary>A pretraining job of a model that can go on with text.</summary>
    public static object PretrainDecoder(string model, string corpus, int steps = 5) => new
    {
        model,
        corpora = new[] { corpus },
        architecture = new { family = "transformer-decoder", preset = "tiny", layers = 1, hidden = 16, heads = 2, maxLength = 32 },
        tokenizer = new { vocabularySize = 300 },
        training = new { steps, batchTokens = 128 },
    };

    /// <summary>A fine-tuning job.</summary>
    public static object Finetune(string model, string? origin, string dataset, int seed = 1) => new
    {
        model,
        @base = origin,
        dataset,
        architecture = origin is null ? new { preset = "tiny", layers = 1, hidden = 16, heads = 2, maxLength = 32 } : null,
        training = new { epochs = 15, batchTokens = 256, learningRate = 0.01, seed },
    };

    private static string Sentence(Random random, int subject, int length) =>
        string.Join(' ', Enumerable.Range(0, length).Select(_ => Words[subject][random.Next(Words[subject].Length)])) + ".";
}
