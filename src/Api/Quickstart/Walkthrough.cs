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
    private const string Mentions = "api-mentions";
    private const string MentionsFromScratch = "api-mentions-from-scratch";
    private const string Writer = "dotnet-docs-writer";

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

    /// <summary>Sentences to find names in. Letter case does not help: the tokenizer hides it.</summary>
    private static readonly string[] SentencesWithNames =
    [
        "Returns true if the dictionary contains an element with the given key; otherwise, false.",
        "Creates an XmlReader that reads from the specified Stream.",
        "The array is null, or index is less than zero.",
        "Use the Length property to learn how many bytes the Buffer holds.",
    ];

    /// <summary>Beginnings of sentences to go on with.</summary>
    private static readonly string[] Beginnings = ["Returns the number of", "Gets or sets a value that", "The exception that is thrown when"];

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
        narrator.Say(ShowPerplexity(pretrained));

        await ClassifyAsync(data, pretrained.Model, cancellationToken);
        await FindNamesAsync(data, pretrained.Model, cancellationToken);
        await WriteAsync(corpus, cancellationToken);
    }

    /// <summary>Tells the areas of summaries apart, with pretraining and without.</summary>
    private async Task ClassifyAsync(QuickstartData data, string pretrained, CancellationToken cancellationToken)
    {
        narrator.Step("Upload a data set: which area of the class library is a summary about?");
        string dataset = await UploadAreasAsync(data, cancellationToken);

        narrator.Step("Fine-tune the language model for the task");
        JobOutcome finetuned = await TrainAsync("/jobs/finetune", QuickstartJobs.Finetune(Classifier, pretrained, dataset), cancellationToken);
        narrator.Say(string.Create(CultureInfo.InvariantCulture, $"{finetuned.Model}: test accuracy {finetuned.Metrics["test/accuracy"]:P1}"));

        narrator.Step("For comparison, learn the same rows with the same network from scratch");
        JobOutcome scratch = await TrainAsync("/jobs/finetune", QuickstartJobs.FromScratch(FromScratch, pretrained, dataset), cancellationToken);
        narrator.Say(string.Create(CultureInfo.InvariantCulture, $"{scratch.Model}: test accuracy {scratch.Metrics["test/accuracy"]:P1}"));
        narrator.Compare(finetuned, scratch, data.Examples[SplitName.Test]);

        narrator.Step("Ask the model about sentences of our own");
        narrator.Predictions(Sentences, await PredictAsync(finetuned.Model, Sentences, new { topK = 1 }, cancellationToken));
    }

    /// <summary>Finds names in sentences, from the same base and without.</summary>
    private async Task FindNamesAsync(QuickstartData data, string pretrained, CancellationToken cancellationToken)
    {
        narrator.Step("Upload another data set: which names are in a sentence?");
        string dataset = await UploadMentionsAsync(data, cancellationToken);

        narrator.Step("Fine-tune the same language model to find them");
        JobOutcome finetuned = await TrainAsync("/jobs/finetune", QuickstartJobs.FinetuneMentions(Mentions, pretrained, dataset), cancellationToken);
        narrator.Say(string.Create(CultureInfo.InvariantCulture, $"{finetuned.Model}: test entity F1 {finetuned.Metrics["test/f1/micro"]:P1}"));

        narrator.Step("For comparison, from scratch again");
        JobOutcome scratch = await TrainAsync("/jobs/finetune", QuickstartJobs.MentionsFromScratch(MentionsFromScratch, pretrained, dataset), cancellationToken);
        narrator.Say(string.Create(CultureInfo.InvariantCulture, $"{scratch.Model}: test entity F1 {scratch.Metrics["test/f1/micro"]:P1}"));
        narrator.CompareNames(
            (finetuned, await EvaluateByTypeAsync(finetuned.Model, cancellationToken)),
            (scratch, await EvaluateByTypeAsync(scratch.Model, cancellationToken)),
            data.Mentions[SplitName.Test]);

        narrator.Step("Ask for the names in sentences of our own");
        narrator.Names(SentencesWithNames, await PredictAsync(finetuned.Model, SentencesWithNames, null, cancellationToken));
    }

    /// <summary>Pretrains a network that writes, and lets it.</summary>
    private async Task WriteAsync(string corpus, CancellationToken cancellationToken)
    {
        narrator.Step("Pretrain a model that writes: guess the word that comes next");
        JobOutcome writer = await TrainAsync("/jobs/pretrain", QuickstartJobs.PretrainWriter(Writer, corpus), cancellationToken);
        narrator.Say(ShowPerplexity(writer));

        narrator.Step("Let it end sentences that we begin");
        narrator.Endings(Beginnings, await PredictAsync(writer.Model, Beginnings, new { maxTokens = 16, temperature = 0.7, topP = 0.9, seed = 1 }, cancellationToken));
    }

    /// <summary>F1 of each type on the test part.</summary>
    private async Task<IReadOnlyDictionary<string, double>> EvaluateByTypeAsync(string model, CancellationToken cancellationToken)
    {
        string path = $"/models/{model.Replace(":", "/versions/", StringComparison.Ordinal)}";
        JsonElement version = await client.FindAsync(path, cancellationToken) ?? throw new QuickstartException($"{path} is not there.");
        return version.GetProperty("evaluations").GetProperty("test").GetProperty("types").EnumerateArray()
            .ToDictionary(type => type.GetProperty("label").GetString()!, type => type.GetProperty("f1").GetDouble());
    }

    private static string ShowPerplexity(JobOutcome pretrained) => string.Create(
        CultureInfo.InvariantCulture,
        $"{pretrained.Model}: perplexity {pretrained.Metrics["validation/perplexity"]:F1} on held-out text, after {ClockTime.ShowWithUnit(pretrained.Duration)}");

    /// <summary>Ends jobs of an earlier run that was interrupted; they would compete with this one.</summary>
    private async Task CancelLeftoversAsync(CancellationToken cancellationToken)
    {
        foreach (string status in new[] { "queued", "running" })
        {
            JsonElement? jobs = await client.FindAsync($"/jobs?status={status}", cancellationToken);
            foreach (JsonElement job in jobs?.GetProperty("items").EnumerateArray() ?? default)
            {
                if (job.GetProperty("spec").GetProperty("model").GetString() is LanguageModel or Classifier or FromScratch or Mentions or MentionsFromScratch or Writer)
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

    private async Task<string> UploadAreasAsync(QuickstartData data, CancellationToken cancellationToken)
    {
        string name = await FreeNameAsync("/datasets", DatasetName, cancellationToken);
        await UploadDatasetAsync(name, "text-classification", split => $"{split}.csv", data.WriteExamples, cancellationToken);
        narrator.Say(ShowRows(name, "rows", split => data.Examples[split].Count));
        return name;
    }

    private async Task<string> UploadMentionsAsync(QuickstartData data, CancellationToken cancellationToken)
    {
        string name = await FreeNameAsync("/datasets", Mentions, cancellationToken);
        await UploadDatasetAsync(name, "token-classification", split => $"mentions-{split}.jsonl", data.WriteMentions, cancellationToken);
        narrator.Say(ShowRows(name, "sentences", split => data.Mentions[split].Count));
        return name;
    }

    private async Task UploadDatasetAsync(string name, string task, Func<string, string> fileOf, Action<SplitName, TextWriter> write, CancellationToken cancellationToken)
    {
        narrator.Command($"""
            curl {url}/datasets -F name={name} \
              -F task={task} -F train=@{fileOf("train")} \
              -F validation=@{fileOf("validation")} -F test=@{fileOf("test")}
            """);
        using MultipartFormDataContent form = new() { { new StringContent(name), "name" }, { new StringContent(task), "task" } };
        foreach (SplitName split in new[] { SplitName.Train, SplitName.Validation, SplitName.Test })
        {
            string part = split.ToString().ToLowerInvariant();
            form.Add(new ByteArrayContent(Encode(writer => write(split, writer))), part, fileOf(part));
        }

        await client.PostAsync("/datasets", form, cancellationToken);
    }

    private static string ShowRows(string name, string rows, Func<SplitName, int> count) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name}: {count(SplitName.Train):N0} {rows} to learn from, {count(SplitName.Validation):N0} to choose by, {count(SplitName.Test):N0} to judge on");

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

    private async Task<JsonElement> PredictAsync(string model, string[] inputs, object? parameters, CancellationToken cancellationToken)
    {
        ShowPost("/predict", Request(inputs[..1]));
        return await client.PostAsync("/predict", Request(inputs), cancellationToken);

        object Request(string[] some) => parameters is null ? new { model, inputs = some } : new { model, inputs = some, parameters };
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
