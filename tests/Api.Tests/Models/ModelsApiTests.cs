using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Hone.Api.Models;
using Hone.Api.Requests;
using Hone.Api.Serving;
using Hone.Api.Tests.Jobs;
using Hone.Domain.Problems;
using Hone.Training.Artifacts;
using Microsoft.Extensions.DependencyInjection;

namespace Hone.Api.Tests.Models;

public sealed class ModelsApiTests(TrainedService trained)
{
    [Fact]
    public async Task Download_HoldsTheModelAsItIsStored()
    {
        HoneService service = await trained.Service;
        ModelVersionResponse version = await GetAsync<ModelVersionResponse>(service, $"/models/{TrainedService.Classifier}/versions/1");

        using HttpResponseMessage response = await service.Client.GetAsync(Address($"/models/{TrainedService.Classifier}/versions/1/download"));

        Assert.Equal("application/zip", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal($"{TrainedService.Classifier}-1.zip", response.Content.Headers.ContentDisposition?.FileName);
        using ZipArchive archive = new(await response.Content.ReadAsStreamAsync());
        string[] names = [.. archive.Entries.Select(entry => entry.FullName)];
        Assert.Equal(["config.json", "hone.json", "model.safetensors", "tokenizer.json", "vocab.txt"], names.Intersect(
            ["config.json", "hone.json", "model.safetensors", "tokenizer.json", "vocab.txt"]));
        Assert.All(names, name => Assert.DoesNotContain("..", name, StringComparison.Ordinal));
        Assert.Equal(version.Bytes, archive.Entries.Sum(entry => entry.Length));
        await using Stream weights = await archive.GetEntry("model.safetensors")!.OpenAsync();
        Assert.Equal(version.WeightsSha256, Convert.ToHexStringLower(await SHA256.HashDataAsync(weights)));

        DirectoryInfo unpacked = Directory.CreateTempSubdirectory("hone-test-");
        await archive.ExtractToDirectoryAsync(unpacked.FullName);
        Assert.Equal(version.Metrics, new ModelDirectory(unpacked.FullName).ReadRecord().Metrics);
        unpacked.Delete(recursive: true);
    }

    [Fact]
    public async Task Lists_GiveEveryModelAndVersion()
    {
        HoneService service = await trained.Service;

        Page<ModelResponse> models = await GetAsync<Page<ModelResponse>>(service, "/models?limit=200");
        Page<ModelVersionResponse> first = await GetAsync<Page<ModelVersionResponse>>(service, $"/models/{TrainedService.Classifier}/versions?limit=1");
        Page<ModelVersionResponse> rest = await GetAsync<Page<ModelVersionResponse>>(service, $"/models/{TrainedService.Classifier}/versions?limit=1&cursor={first.NextCursor}");

        Assert.Superset(new HashSet<string> { TrainedService.Classifier, TrainedService.Pretrained }, models.Items.Select(model => model.Name).ToHashSet());
        Assert.Equal([2, 1], first.Items.Concat(rest.Items).Select(version => version.Version));
        Assert.Null(rest.NextCursor);
    }

    [Fact]
    public async Task AnAlias_PointsWhereItWasPut_AndRemembersWhereItWas()
    {
        HoneService service = await trained.Service;
        string alias = $"/models/{TrainedService.Classifier}/aliases/{SharedService.NewName("stage")}";

        Assert.Equal(1, (await PutAsync(service, alias, 1)).Version);
        Assert.Equal(2, (await PutAsync(service, alias, 2)).Version);
        Assert.Equal(2, (await PutAsync(service, alias, 2)).Version);
        Assert.Equal(1, (await PutAsync(service, alias, 1)).Version);
        using (HttpResponseMessage deleted = await service.Client.DeleteAsync(Address(alias)))
        {
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        }

        List<AliasChangeResponse> history = await GetAsync<List<AliasChangeResponse>>(service, $"{alias}/history");
        Assert.Equal([(1, null), (2, 1), (1, 2), (null, 1)], history.Select(change => (change.From, change.To)));
        Assert.Equal(history.Select(change => change.ChangedAt).OrderDescending(), history.Select(change => change.ChangedAt));
        using HttpResponseMessage again = await service.Client.DeleteAsync(Address(alias));
        Assert.Equal(ProblemCodes.UnknownAlias, (await again.ReadProblemAsync(HttpStatusCode.NotFound)).Code);
    }

    [Fact]
    public async Task PointingAnAlias_LoadsTheVersion_AndDeletingTheVersionUnloadsIt()
    {
        await using HoneService service = await trained.CopyAsync();
        ResidentModels residents = service.Services.GetRequiredService<ResidentModels>();
        string alias = $"/models/{TrainedService.Classifier}/aliases/{SharedService.NewName("ready")}";

        Assert.Empty(residents.Versions);
        await PutAsync(service, alias, 2);
        Assert.Single(residents.Versions);

        await DeleteAliasesAsync(service);
        await DeleteAsync(service, $"/models/{TrainedService.Classifier}/versions/2");
        Assert.Empty(residents.Versions);
    }

    [Fact]
    public async Task Delete_IsRefused_WhileSomethingDependsOnTheVersion()
    {
        HoneService service = await trained.Service;
        string alias = SharedService.NewName("kept");
        await PutAsync(service, $"/models/{TrainedService.Classifier}/aliases/{alias}", 2);
        IReadOnlyList<string> before = Files(service);

        Assert.Contains(alias, await RefuseDeleteAsync(service, $"/models/{TrainedService.Classifier}/versions/2"), StringComparison.Ordinal);
        Assert.Contains($"{TrainedService.Classifier}:1", await RefuseDeleteAsync(service, $"/models/{TrainedService.Pretrained}/versions/1"), StringComparison.Ordinal);

        Assert.Superset(before.ToHashSet(), Files(service).ToHashSet());
    }

    [Fact]
    public async Task Delete_TakesRowAndFiles_OnceNothingDependsOnTheVersion()
    {
        await using HoneService service = await trained.CopyAsync();
        Guid user = (await service.Client.SubmitAsync("finetune", TinyJobs.Finetune("another", TrainedService.Pretrained, TrainedService.Dataset))).Id;
        await DeleteAsync(service, $"/models/{TrainedService.Classifier}/versions/1");
        await DeleteAsync(service, $"/models/{TrainedService.Classifier}/versions/2");
        await DeleteAsync(service, $"/models/{TrainedService.Decoder}/versions/1");
        Assert.Contains($"{user}", await RefuseDeleteAsync(service, $"/models/{TrainedService.Pretrained}/versions/1"), StringComparison.Ordinal);
        using (await service.Client.PostAsync(Address($"/jobs/{user}/cancel"), null))
        {
            await DeleteAsync(service, $"/models/{TrainedService.Pretrained}/versions/1");
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(service.DataPath, "models")));
        using HttpResponseMessage gone = await service.Client.GetAsync(Address($"/models/{TrainedService.Pretrained}/versions/1"));
        Assert.Equal(ProblemCodes.UnknownVersion, (await gone.ReadProblemAsync(HttpStatusCode.NotFound)).Code);
        using HttpResponseMessage retry = await service.Client.PostAsync(Address($"/jobs/{user}/retry"), null);
        Assert.Equal(ProblemCodes.UnknownVersion, (await retry.ReadProblemAsync(HttpStatusCode.Conflict)).Code);
    }

    [Fact]
    public async Task DeleteModel_TakesAllOfIt_OnceNothingDependsOnIt()
    {
        await using HoneService service = await trained.CopyAsync();
        await PutAsync(service, $"/models/{TrainedService.Classifier}/aliases/live", 2);
        Guid user = (await service.Client.SubmitAsync("finetune", TinyJobs.Finetune(TrainedService.Classifier, TrainedService.Pretrained, TrainedService.Dataset))).Id;

        Assert.Contains($"{TrainedService.Classifier}:1", await RefuseDeleteAsync(service, $"/models/{TrainedService.Pretrained}"), StringComparison.Ordinal);
        Assert.Contains($"{user}", await RefuseDeleteAsync(service, $"/models/{TrainedService.Classifier}"), StringComparison.Ordinal);
        using (await service.Client.PostAsync(Address($"/jobs/{user}/cancel"), null))
        {
            await DeleteAsync(service, $"/models/{TrainedService.Classifier}");
            await DeleteAsync(service, $"/models/{TrainedService.Pretrained}");
            await DeleteAsync(service, $"/models/{TrainedService.Decoder}");
        }

        Assert.Empty(Files(service));
        using HttpResponseMessage gone = await service.Client.GetAsync(Address($"/models/{TrainedService.Classifier}"));
        Assert.Equal(ProblemCodes.UnknownModel, (await gone.ReadProblemAsync(HttpStatusCode.NotFound)).Code);
    }

    private static Uri Address(string path) => new(path, UriKind.Relative);

    private static IReadOnlyList<string> Files(HoneService service) =>
        [.. Directory.EnumerateFiles(Path.Combine(service.DataPath, "models"), "*", SearchOption.AllDirectories)];

    private static async Task<T> GetAsync<T>(HoneService service, string path)
    {
        using HttpResponseMessage response = await service.Client.GetAsync(Address(path));
        return await response.ReadAsync<T>();
    }

    private static async Task<AliasResponse> PutAsync(HoneService service, string path, int version)
    {
        using HttpResponseMessage response = await service.Client.PutAsJsonAsync(Address(path), new { version });
        return await response.ReadAsync<AliasResponse>();
    }

    /// <summary>Deletes the classifier's aliases, those that other tests made before the copy included.</summary>
    private static async Task DeleteAliasesAsync(HoneService service)
    {
        foreach (AliasResponse alias in await GetAsync<List<AliasResponse>>(service, $"/models/{TrainedService.Classifier}/aliases"))
        {
            await DeleteAsync(service, $"/models/{TrainedService.Classifier}/aliases/{alias.Alias}");
        }
    }

    private static async Task DeleteAsync(HoneService service, string path)
    {
        using HttpResponseMessage response = await service.Client.DeleteAsync(Address(path));
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    private static async Task<string> RefuseDeleteAsync(HoneService service, string path)
    {
        using HttpResponseMessage response = await service.Client.DeleteAsync(Address(path));
        var problem = await response.ReadProblemAsync(HttpStatusCode.Conflict);
        Assert.Equal(ProblemCodes.InUse, problem.Code);
        return problem.Detail;
    }
}
