using System.Globalization;
using System.Text;
using System.Text.Json;
using Hone.Domain;
using Hone.Domain.Datasets;
using Hone.Domain.Jobs;
using Hone.Training.Running;

namespace Hone.Api.Quickstart;

/// <summary>The way from raw text to a served model, request by request.</summary>
/// <param name="client">Speaks to the service.</param>
/// <param name="narrator">Tells what happens.</param>
/// <param name="url">The service's address, for the commands that are shown.</param>
internal sealed class Walkthrough(HoneClient client, Narrator narrator, string url)
{
    private const string CorpusName = "dotnet-docs";
    private const string DatasetName = "api-area";
    private const string LanguageModel = "dotnet-docs";
    private const string Classifier = "api-area";
    private const string FromScratch = "api-area-from-scratch";

    /// <summary>Sentences nobody trained on, to ask the finished model about.</summary>
    private static readonly string[] Sentences =
    [
        "Encrypts a block of data with a symmetric key.",
        "Reads the next element of the XML document.",
        "Blocks the calling thread until the lock is released.",
        "Sends the request to the server and waits for the response headers.",
        "Adds the two vectors element by element.",
        "Renders the Razor component and returns the HTML.",
    ];

    /// <summary>Takes every step.</summary>
    /// <param name="documentation">The documentation files to learn from.</param>
    /// <param name="cancellationToken">Ends the way where it is.</param>
    /// <exception cref="QuickstartException">A step failed.</exception>
    public async Task RunAsync(IReadOnlyList<string> documentation, CancellationToken cancellationToken)
    {
        await CancelLeftoversAsync(cancellationToken);
        QuickstartData data = QuickstartData.Read(documentation);

        narrator.Step("Upload raw text: the API documentation that comes with the .NET SDK");
        string corpus = await UploadCorpusAsync(data, cancellationToken);

        narrator.Step("Pretrain a language model on it: guess the words that are masked");
        JobOutcome pretrained = await TrainAsync("/jobs/pretrain", QuickstartJobs.Pretrain(LanguageModel, corpus), cancellationToken);
        narrator.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{pretrained.Model}: perplexity {pretrained.Metrics["validation/perplexity"]:F1} on held-out text, after {ClockTime.ShowWithUnit(pretrained.Duration)}"));

        narrator.Step("Upload a data set: which area of the class library is a summary about?");
        string dataset = await UploadDatasetAsync(data, cancellationToken);

        narrator.Step("Fine-tune the language model for the task");
        JobOutcome finetuned = await TrainAsync("/jobs/finetune", QuickstartJobs.Finetune(Classifier, pretrained.Model, dataset), cancellationToken);
        narrator.Say(string.Create(CultureInfo.InvariantCulture, $"{finetuned.Model}: test accuracy {finetuned.Metrics["test/accuracy"]:P1}"));

        narrator.Step("For comparison, learn the same rows with the same network from scratch");
        JobOutcome scratch = await TrainAsync("/jobs/finetune", QuickstartJobs.FromScratch(FromScratch, pretrained.Model, dataset), cancellationToken);
        narrator.Say(string.Create(CultureInfo.InvariantCulture, $"{scratch.Model}: test accuracy {scratch.Metrics["test/accuracy"]:P1}"));
        narrator.Compare(finetuned, scratch, data.Examples[SplitName.Test]);

        narrator.Step("Ask the model about sentences of our own");
        narrator.Predictions(Sentences, await PredictAsync(finetuned.Model, cancellationToken));
    }

    /// <summary>Ends jobs of an earlier run that was interrupted; they would compete with this one.</summary>
    private async Task CancelLeftoversAsync(CancellationToken cancellationToken)
    {
        foreach (string status in new[] { "queued", "running" })
        {
            JsonElement? jobs = await client.FindAsync($"/jobs?status={status}", cancellationToken);
            foreach (JsonElement job in jobs?.GetProperty("items").EnumerateArray() ?? default)
            {
                if (job.GetProperty("spec").GetProperty("model").GetString() is LanguageModel or Classifier or FromScratch)
                {
                    await client.PostAsync($"/jobs/{job.GetProperty("id").GetString()}/cancel", new { }, cancellationToken);
                }
            }
        }
    }

    private async Task<string> UploadCorpusAsync(QuickstartData data, CancellationToken cancellationToken)
    {
        string name = await FreeNameAsync("/corpora", CorpusName, cancellationToken);
        string path = $"/corpora?name={name}&format=text";
        narrator.Command($"curl --data-binary @corpus.txt \\\n  '{url}{path}'");
        using ByteArrayContent content = new(Encode(data.WriteCorpus));
        JsonElement corpus = await client.PostAsync(path, content, cancellationToken);
        narrator.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {corpus.GetProperty("documents").GetInt64():N0} documents, {corpus.GetProperty("characters").GetInt64():N0} characters"));
        return name;
    }

    private async Task<string> UploadDatasetAsync(QuickstartData data, CancellationToken cancellationToken)
    {
        string name = await FreeNameAsync("/datasets", DatasetName, cancellationToken);
        narrator.Command($"""
            curl {url}/datasets -F name={name} \
              -F task=text-classification -F train=@train.csv \
              -F validation=@validation.csv -F test=@test.csv
            """);
        using MultipartFormDataContent form = new() { { new StringContent(name), "name" }, { new StringContent("text-classification"), "task" } };
        foreach (SplitName split in data.Examples.Keys)
        {
            string part = split.ToString().ToLowerInvariant();
            form.Add(new ByteArrayContent(Encode(writer => data.WriteExamples(split, writer))), part, $"{part}.csv");
        }

        await client.PostAsync("/datasets", form, cancellationToken);
        narrator.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {data.Examples[SplitName.Train].Count:N0} rows to learn from, {data.Examples[SplitName.Validation].Count:N0} to choose by, {data.Examples[SplitName.Test].Count:N0} to judge on"));
        return name;
    }

    /// <summary>Asks for a job, follows it to its end and says which model version came of it.</summary>
    private async Task<JobOutcome> TrainAsync(string path, object specification, CancellationToken cancellationToken)
    {
        ShowPost(path, specification);
        string id = (await client.PostAsync(path, specification, cancellationToken)).GetProperty("id").GetString()!;
        await narrator.FollowAsync(client.FollowAsync(id, cancellationToken));
        JsonElement job = (await client.FindAsync($"/jobs/{id}", cancellationToken))!.Value;
        if (job.GetProperty("status").GetString() != "succeeded")
        {
            throw new QuickstartException($"The job {id} ended as {job.GetProperty("status")}: {job.GetProperty("error")}");
        }

        JobResult result = job.GetProperty("result").Deserialize<JobResult>(HoneJson.Options)!;
        return new JobOutcome(
            string.Create(CultureInfo.InvariantCulture, $"{result.Model}:{result.Version}"),
            job.GetProperty("metrics").Deserialize<Dictionary<string, double>>(HoneJson.Options)!,
            job.GetProperty("finishedAt").GetDateTime() - job.GetProperty("startedAt").GetDateTime());
    }

    private async Task<JsonElement> PredictAsync(string model, CancellationToken cancellationToken)
    {
        ShowPost("/predict", new { model, inputs = Sentences[..1], parameters = new { topK = 1 } });
        return await client.PostAsync("/predict", new { model, inputs = Sentences, parameters = new { topK = 1 } }, cancellationToken);
    }

    private void ShowPost(string path, object body) => narrator.Command(
        $"curl {url}{path} \\\n  -H 'Content-Type: application/json' -d '{LaidOutJson.Write(body)}'");

    /// <summary>The name, or with a number behind it when an earlier run has taken it.</summary>
    private async Task<string> FreeNameAsync(string resource, string name, CancellationToken cancellationToken)
    {
        string free = name;
        for (int number = 2; await client.FindAsync($"{resource}/{free}", cancellationToken) is not null; number++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
        }

        return free;
    }

    private static byte[] Encode(Action<TextWriter> write)
    {
        using MemoryStream stream = new();
        using (StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)))
        {
            write(writer);
        }

        return stream.ToArray();
    }
}
