using Hone.Api.Configuration;
using Hone.Api.Persistence;
using Hone.Api.Serving;
using Hone.Domain.Models;
using Hone.Domain.Problems;
using Hone.Training.Inference;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Hone.Api.Tests.Serving;

public sealed class ResidentModelsTests(TrainedService trained)
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task LeaseAsync_LoadsOnce_HoweverManyAskAtTheSameTime()
    {
        (ResidentModels residents, ModelVersion version, _) = await MakeAsync(versions: 2);
        await using (residents)
        {
            ModelLease[] leases = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => residents.LeaseAsync(version, version.Task, Cancellation))));

            Assert.Single(leases.Select(lease => lease.Model).Distinct());
            Assert.All(leases, lease => lease.Dispose());
        }
    }

    [Fact]
    public async Task LeaseAsync_SendsTheLeastRecentlyUsedAway_WhenThereIsNoRoom()
    {
        (ResidentModels residents, ModelVersion first, ModelVersion second) = await MakeAsync(versions: 1);
        await using (residents)
        {
            (await residents.LeaseAsync(first, first.Task, Cancellation)).Dispose();
            (await residents.LeaseAsync(second, second.Task, Cancellation)).Dispose();

            Assert.Equal([second.Id], residents.Versions);
        }
    }

    [Fact]
    public async Task LeaseAsync_LeavesWhatIsInUseAlone()
    {
        (ResidentModels residents, ModelVersion first, ModelVersion second) = await MakeAsync(versions: 1);
        await using (residents)
        {
            using (ModelLease lease = await residents.LeaseAsync(first, first.Task, Cancellation))
            {
                RefusalException refusal = await Assert.ThrowsAsync<RefusalException>(() => residents.LeaseAsync(second, second.Task, Cancellation));
                Assert.Equal(RefusalKind.Busy, refusal.Kind);
                residents.Remove(first.Id); // deleted, but somebody is still at it
                ResidentPredictor resident = Assert.IsType<ResidentPredictor>(lease.Model);
                TextClassifier classifier = (TextClassifier)resident.Predictor;
                PendingRequest request = new([classifier.Encode("red")], Cancellation);
                resident.Enqueue(request);
                Assert.Equal(classifier.Labels.Count, Assert.Single(await request.ResultAsync()).Length);
            }

            (await residents.LeaseAsync(second, second.Task, Cancellation)).Dispose();
            Assert.Equal([second.Id], residents.Versions);
        }
    }

    [Fact]
    public async Task LeaseAsync_TriesAgain_WhenLoadingFailed()
    {
        (ResidentModels residents, ModelVersion version, _) = await MakeAsync(versions: 2);
        string directory = Path.Combine((await trained.Service).DataPath, version.Directory);
        string elsewhere = Directory.CreateTempSubdirectory("hone-test-").FullName;
        DataDirectory data = new(Options.Create(new HoneOptions { DataPath = elsewhere }), (await trained.Service).Services.GetRequiredService<IHostEnvironment>());
        await using (residents = new ResidentModels(data, Options.Create(new HoneOptions()), NullLogger<ResidentModels>.Instance))
        {
            await Assert.ThrowsAnyAsync<Exception>(() => residents.LeaseAsync(version, version.Task, Cancellation));
            Assert.Empty(residents.Versions);

            Directory.CreateDirectory(Path.Combine(elsewhere, version.Directory));
            foreach (string file in Directory.EnumerateFiles(directory))
            {
                File.Copy(file, Path.Combine(elsewhere, version.Directory, Path.GetFileName(file)));
            }

            (await residents.LeaseAsync(version, version.Task, Cancellation)).Dispose();
            Assert.Equal([version.Id], residents.Versions);
        }

        Directory.Delete(elsewhere, recursive: true);
    }

    [Fact]
    public async Task LeaseAsync_RefusesAModelThatCanNeverFit()
    {
        (ResidentModels residents, ModelVersion version, _) = await MakeAsync(versions: 0);
        await using (residents)
        {
            RefusalException refusal = await Assert.ThrowsAsync<RefusalException>(() => residents.LeaseAsync(version, version.Task, Cancellation));
            Assert.Equal(ProblemCodes.ModelTooLarge, refusal.Code);
        }
    }

    /// <summary>Models in memory of their own, with room for some versions, and two versions that the service made.</summary>
    private async Task<(ResidentModels Residents, ModelVersion First, ModelVersion Second)> MakeAsync(int versions)
    {
        HoneService service = await trained.Service;
        await using HoneDbContext db = await service.Services.GetRequiredService<IDbContextFactory<HoneDbContext>>().CreateDbContextAsync();
        List<ModelVersion> found = await db.ModelVersions.AsNoTracking()
            .Where(version => db.Models.Any(model => model.Id == version.ModelId && model.Name == TrainedService.Classifier))
            .OrderBy(version => version.Number)
            .Take(2)
            .ToListAsync();
        long largest = found.Max(version => version.Bytes);
        HoneOptions options = new() { Serving = new ServingOptions { MemoryBytes = versions == 0 ? 1 : (versions * largest) + 100 } };
        DataDirectory data = service.Services.GetRequiredService<DataDirectory>();
        return (new ResidentModels(data, Options.Create(options), NullLogger<ResidentModels>.Instance), found[0], found[1]);
    }
}
