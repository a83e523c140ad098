using Hone.Api.Jobs;
using Hone.Api.Tests.Jobs;
using Hone.Domain.Jobs;
using Microsoft.Data.Sqlite;

[assembly: AssemblyFixture(typeof(Hone.Api.Tests.TrainedService))]

namespace Hone.Api.Tests;

/// <summary>
/// One service on which real trainers have made what the quickstart makes, only tiny: a pretrained model <c>colours</c>, two versions of a
/// classifier <c>kinds</c>, and a decoder <c>tales</c>. It is made when the first test asks for it.
/// </summary>
public sealed class TrainedService : IAsyncDisposable
{
    public const string Corpus = "colours";
    public const string Dataset = "kinds";
    public const string Pretrained = "colours";
    public const string Classifier = "kinds";
    public const string Decoder = "tales";

    private readonly Lazy<Task<HoneService>> service = new(MakeAsync);

    /// <summary>The service, when everything is trained.</summary>
    public Task<HoneService> Service => service.Value;

    /// <summary>A service of its own on a copy of what is trained, without workers.</summary>
    public async Task<HoneService> CopyAsync(params string[] settings)
    {
        string source = (await Service).DataPath;
        string copy = Directory.CreateTempSubdirectory("hone-test-").FullName;
        List<string> directories = [];
        await using (SqliteConnection from = new($"Data Source={Path.Combine(source, "hone.db")};Mode=ReadOnly;Pooling=False"))
        await using (SqliteConnection to = new($"Data Source={Path.Combine(copy, "hone.db")};Pooling=False"))
        {
            await from.OpenAsync();
            await to.OpenAsync();
            from.BackupDatabase(to);

            // Other tests add models, aliases and jobs to the original; what everybody shares stays.
            await using SqliteCommand command = to.CreateCommand();
            command.CommandText = $"""
                DELETE FROM Jobs WHERE FinishedAt IS NULL;
                DELETE FROM ModelAliases;
                UPDATE ModelVersions SET BaseVersionId = NULL WHERE ModelId IN (SELECT Id FROM Models WHERE Name NOT IN ('{Pretrained}', '{Classifier}', '{Decoder}'));
                DELETE FROM Models WHERE Name NOT IN ('{Pretrained}', '{Classifier}', '{Decoder}');
                """;
            await command.ExecuteNonQueryAsync();
            command.CommandText = $"SELECT v.Directory FROM ModelVersions v JOIN Models m ON m.Id = v.ModelId WHERE m.Name IN ('{Pretrained}', '{Classifier}', '{Decoder}')";
            await using SqliteDataReader rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                directories.Add(rows.GetString(0));
            }
        }

        foreach (string directory in directories)
        {
            Directory.CreateDirectory(Path.Combine(copy, directory));
            foreach (string file in Directory.EnumerateFiles(Path.Combine(source, directory)))
            {
                File.Copy(file, Path.Combine(copy, directory, Path.GetFileName(file)));
            }
        }

        return await HoneService.StartOnAsync(copy, ["Workers:Count=0", "Serving:Precision=fp32", .. settings]);
    }

    public async ValueTask DisposeAsync()
    {
        if (service.IsValueCreated)
        {
            await (await service.Value).DisposeAsync();
        }
    }

    private static async Task<HoneService> MakeAsync()
    {
        HoneService made = await HoneService.StartAsync("Workers:PollMilliseconds=20", "Workers:Threads=1", "Serving:Precision=fp32");
        await TinyJobs.UploadCorpusAsync(made.Client, Corpus);
        await TinyJobs.UploadDatasetAsync(made.Client, Dataset);
        await SucceedAsync(made.Client, "pretrain", TinyJobs.Pretrain(Pretrained, Corpus));
        await SucceedAsync(made.Client, "finetune", TinyJobs.Finetune(Classifier, Pretrained, Dataset));
        await SucceedAsync(made.Client, "finetune", TinyJobs.Finetune(Classifier, Pretrained, Dataset, seed: 2));
        await SucceedAsync(made.Client, "pretrain", TinyJobs.PretrainDecoder(Decoder, Corpus));
        return made;
    }

    private static async Task SucceedAsync(HttpClient client, string kind, object body)
    {
        JobResponse job = await client.WaitForEndAsync((await client.SubmitAsync(kind, body)).Id);
        Assert.True(job.Status == JobStatus.Succeeded, $"{kind}: {job.Status} {job.Error}");
    }
}
