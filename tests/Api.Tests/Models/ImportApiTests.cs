using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Hone.Api.Jobs;
using Hone.Api.Models;
using Hone.Api.Tests.Jobs;
using Hone.Domain.Jobs;
using Hone.Domain.Models;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;

namespace Hone.Api.Tests.Models;

public sealed class ImportApiTests(TrainedService trained)
{
    private static readonly string[] Texts = ["red green blue.", "one two.", "Paint the number three yellow, and count to five!"];

    [Fact]
    public async Task Import_MakesAVersionThatAnswersAsTheOriginal_OfWhatWasDownloaded()
    {
        await using HoneService service = await trained.CopyAsync();
        ModelVersionResponse original = await GetAsync(service, TrainedService.Classifier, 2);
        ZippedModel zipped = await ZippedModel.DownloadAsync(service, TrainedService.Classifier, 2);

        ModelVersionResponse first = await ImportAsync(service, "imported", zipped.ToContent());
        ModelVersionResponse second = await ImportAsync(service, "imported", zipped.ToContent("kinds-2/"));

        Assert.Equal((1, 2), (first.Version, second.Version));
        Assert.Equal((original.Task, original.Family, original.Parameters, original.WeightsSha256), (first.Task, first.Family, first.Parameters, first.WeightsSha256));
        Assert.Equal(original.Metrics, first.Metrics);
        Assert.Null(first.JobId);
        Assert.Equal(LineageKind.Imported, first.Lineage.Kind);
        LineageImport origin = first.Lineage.Imported!;
        Assert.Equal(zipped.Files.ToDictionary(file => file.Key, file => Convert.ToHexStringLower(SHA256.HashData(file.Value))), origin.Sha256.ToDictionary());
        Assert.Equal(original.Lineage.Base, origin.Before!.Base);
        Assert.Empty(origin.Warnings);
        Assert.Contains("test", (await GetAsync(service, "imported", 2)).Evaluations!);
        Assert.Equal(await PredictAsync(service, $"{TrainedService.Classifier}:2"), await PredictAsync(service, "imported:1"));
        Assert.Equal(await PredictAsync(service, $"{TrainedService.Classifier}:2"), await PredictAsync(service, "imported:2"));
    }

    [Fact]
    public async Task Import_ReadsAForm_AndLeavesOutWhatNoModelIsReadFrom()
    {
        await using HoneService service = await trained.CopyAsync();
        ZippedModel zipped = await ZippedModel.DownloadAsync(service, TrainedService.Classifier);
        zipped.Files.Remove("hone.json");
        zipped.Files["README.md"] = "About it."u8.ToArray();
        zipped.Files["pytorch_model.bin"] = "a program"u8.ToArray();
        zipped.Files["onnx/model.onnx"] = "another format"u8.ToArray();
        using MultipartFormDataContent form = new() { { new ByteArrayContent(zipped.ToArray()), "file", "kinds.zip" } };

        ModelVersionResponse imported = await ImportAsync(service, "form", form);

        Assert.Equal("kinds.zip", imported.Lineage.Imported!.Origin);
        Assert.DoesNotContain(await service.InventoryAsync(), line => line.Contains("pytorch_model", StringComparison.Ordinal) || line.Contains("README", StringComparison.Ordinal));
        Assert.Equal(await PredictAsync(service, $"{TrainedService.Classifier}:1"), await PredictAsync(service, "form"));
    }

    [Fact]
    public async Task Import_ReadsAFolderBelowTheImportPath_AndNoneElsewhere()
    {
        string root = Directory.CreateTempSubdirectory("hone-import-").FullName;
        await using HoneService service = await trained.CopyAsync($"ImportPath={Path.Combine(root, "open")}");
        foreach (string folder in new[] { "open/nested/model", "closed" })
        {
            Directory.CreateDirectory(Path.Combine(root, folder));
            foreach ((string name, byte[] content) in (await ZippedModel.DownloadAsync(service, TrainedService.Pretrained)).Files)
            {
                await File.WriteAllBytesAsync(Path.Combine(root, folder, name), content);
            }
        }

        Directory.CreateSymbolicLink(Path.Combine(root, "open", "way-out"), Path.Combine(root, "closed"));
        Directory.CreateDirectory(Path.Combine(root, "open", "borrowed"));
        foreach (string file in Directory.EnumerateFiles(Path.Combine(root, "closed")))
        {
            File.CreateSymbolicLink(Path.Combine(root, "open", "borrowed", Path.GetFileName(file)), file);
        }

        ModelVersionResponse imported = await ImportAsync(service, "folder", JsonContent.Create(new { path = "nested/model" }));
        Assert.Equal((TaskKind.FillMask, "nested/model"), (imported.Task, imported.Lineage.Imported!.Origin));

        IReadOnlyList<string> before = await service.InventoryAsync();
        foreach ((string path, string code) in new[]
        {
            ("../closed", ProblemCodes.UnsafePath),
            (Path.Combine(root, "closed"), ProblemCodes.UnsafePath),
            ("nested/../../closed", ProblemCodes.UnsafePath),
            ("way-out", ProblemCodes.UnsafePath),
            ("borrowed", ProblemCodes.UnsafePath),
            ("nested", ProblemCodes.InvalidModelDirectory),
            ("nobody", ProblemCodes.UnknownFolder),
        })
        {
            using HttpResponseMessage response = await service.Client.PostAsJsonAsync("/models/import", new { name = "refused", path });
            Assert.Equal(code, (await response.ReadProblemAsync(HttpStatusCode.BadRequest)).Code);
        }

        Assert.Equal(before, await service.InventoryAsync());
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task AnImportedModel_IsABaseAtOnce_AndItsDescendantsSayWhereTheyComeFrom()
    {
        HoneService service = await trained.Service;
        string name = SharedService.NewName("origin");
        string corpus = SharedService.NewName("more");
        await TinyJobs.UploadCorpusAsync(service.Client, corpus);
        ZippedModel zipped = await ZippedModel.DownloadAsync(service, TrainedService.Pretrained);
        await ImportAsync(service, name, zipped.ToContent());

        foreach ((string kind, object body) in new[]
        {
            ("pretrain", (object)new { model = $"{name}-on", corpora = new[] { corpus }, @base = name, training = new { steps = 2, batchTokens = 128 } }),
            ("finetune", TinyJobs.Finetune($"{name}-task", name, TrainedService.Dataset)),
        })
        {
            JobResponse job = await service.Client.WaitForEndAsync((await service.Client.SubmitAsync(kind, body)).Id);
            Assert.True(job.Status == JobStatus.Succeeded, $"{kind}: {job.Error}");
            ModelVersionResponse version = await GetAsync(service, job.Result!.Model!, job.Result.Version!.Value);
            Assert.Equal((LineageKind.Trained, $"{name}:1"), (version.Lineage.Kind, version.Lineage.Base));
        }

        using (HttpResponseMessage refused = await service.Client.PostAsJsonAsync("/jobs/pretrain", new
        {
            model = "x",
            corpora = new[] { corpus },
            @base = name,
            architecture = new { preset = "tiny" },
            tokenizer = new { vocabularySize = 200 },
        }))
        {
            Assert.Equal(["architecture", "tokenizer"], (await refused.ReadProblemAsync(HttpStatusCode.BadRequest)).Errors.Select(problem => problem.Field));
        }

        // Other tests copy this service.
        foreach (string model in new[] { $"{name}-on", $"{name}-task", name })
        {
            using HttpResponseMessage deleted = await service.Client.DeleteAsync(new Uri($"/models/{model}/versions/1", UriKind.Relative));
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        }

        using HttpResponseMessage dropped = await service.Client.DeleteAsync(new Uri($"/corpora/{corpus}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NoContent, dropped.StatusCode);
    }

    [Fact]
    public async Task Imports_AtTheSameTime_GetNumbersOfTheirOwn()
    {
        await using HoneService service = await trained.CopyAsync();
        ZippedModel zipped = await ZippedModel.DownloadAsync(service, TrainedService.Decoder);

        ModelVersionResponse[] imported = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ImportAsync(service, "together", zipped.ToContent())));

        Assert.Equal([1, 2, 3, 4], imported.Select(version => version.Version).Order());
    }

    public static async Task<ModelVersionResponse> ImportAsync(HoneService service, string name, HttpContent content)
    {
        using (content)
        {
            using HttpResponseMessage response = await service.Client.PostAsync(new Uri($"/models/import?name={name}", UriKind.Relative), content);
            ModelVersionResponse version = await response.ReadAsync<ModelVersionResponse>(HttpStatusCode.Created);
            Assert.Equal($"/models/{name}/versions/{version.Version}", response.Headers.Location?.ToString());
            return version;
        }
    }

    private static async Task<ModelVersionResponse> GetAsync(HoneService service, string model, int version)
    {
        using HttpResponseMessage response = await service.Client.GetAsync(new Uri($"/models/{model}/versions/{version}", UriKind.Relative));
        return await response.ReadAsync<ModelVersionResponse>();
    }

    /// <summary>The predictions as they are sent.</summary>
    private static async Task<string> PredictAsync(HoneService service, string model)
    {
        using HttpResponseMessage response = await service.Client.PostAsJsonAsync("/predict", new { model, inputs = Texts });
        return (await response.ReadAsync<JsonElement>()).GetProperty("predictions").GetRawText();
    }
}
