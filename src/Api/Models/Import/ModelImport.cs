using Hone.Api.Configuration;
using Hone.Api.Persistence;
using Hone.Domain.Models;
using Hone.Domain.Problems;
using Hone.Training.Artifacts;
using Hone.Training.Native;
using Microsoft.Extensions.Options;

namespace Hone.Api.Models.Import;

/// <summary>Makes a model from elsewhere a version: taken into a temporary folder, looked at as a whole, and only then moved into place.</summary>
internal sealed class ModelImport(IOptions<HoneOptions> options, IHostEnvironment environment, DataDirectory data, ModelRegistrar registrar, TimeProvider clock) : IDisposable
{
    private readonly LimitOptions limits = options.Value.Limits;

    // A model that is looked at takes its memory a second time, beside those that are served.
    private readonly SemaphoreSlim examining = new(1);

    /// <summary>Imports a zip archive.</summary>
    /// <param name="name">The model that gets a version.</param>
    /// <param name="archive">The archive, which is read to its end.</param>
    /// <param name="origin">What to call it in the lineage.</param>
    /// <param name="endUpload">Reads what comes behind the archive.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="RefusalException">The archive or the model in it cannot be used. Nothing is left of it.</exception>
    public Task<ResolvedVersion> ImportArchiveAsync(string name, Stream archive, string origin, Func<Task> endUpload, CancellationToken cancellationToken) => ImportAsync(
        name,
        origin,
        async (workspace, files) =>
        {
            string path = Path.Combine(workspace, "archive.zip");
            await using (FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous))
            {
                await archive.CopyToAsync(file, cancellationToken);
            }

            await endUpload();
            await ModelArchive.UnpackAsync(path, files, limits, cancellationToken);
        },
        cancellationToken);

    /// <summary>Imports a folder below the import path.</summary>
    /// <param name="name">The model that gets a version.</param>
    /// <param name="path">The folder, relative to the import path.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="RefusalException">The folder or the model in it cannot be used. Nothing is left of it.</exception>
    public Task<ResolvedVersion> ImportFolderAsync(string name, string path, CancellationToken cancellationToken)
    {
        string? root = options.Value.ImportPath is { } given ? Path.GetFullPath(given, environment.ContentRootPath) : null;
        DirectoryInfo folder = ImportFolder.Find(root, path);
        return ImportAsync(name, path, (_, files) => ImportFolder.CopyAsync(folder, files, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => examining.Dispose();

    private async Task<ResolvedVersion> ImportAsync(string name, string origin, Func<string, ImportedFiles, Task> take, CancellationToken cancellationToken)
    {
        string workspace = Path.Combine(data.Temporary, Guid.CreateVersion7().ToString("n"));
        string folder = Path.Combine(workspace, "model");
        Directory.CreateDirectory(folder);
        try
        {
            ImportedFiles files = new(folder, limits);
            await take(workspace, files);
            files.RefuseMissingWeights();
            ModelExamination examination = await ExamineAsync(folder, cancellationToken);
            DropUnusedWeights(folder);
            ModelRecord record = Describe(examination, origin, files.Sha256);
            new ModelDirectory(folder).WriteRecord(record);
            return await registrar.RegisterAsync(name, folder, record, cancellationToken);
        }
        finally
        {
            Directory.Delete(workspace, recursive: true);
        }
    }

    private async Task<ModelExamination> ExamineAsync(string folder, CancellationToken cancellationToken)
    {
        await examining.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(
                () =>
                {
                    TorchRuntime.Load();
                    return ModelExamination.Examine(folder);
                },
                cancellationToken);
        }
        finally
        {
            examining.Release();
        }
    }

    /// <summary>Deletes weights that the model is not made of, such as the shards of one that has come in one file as well.</summary>
    private static void DropUnusedWeights(string folder)
    {
        IReadOnlyList<string> used = WeightFiles.In(folder);
        foreach (string file in Directory.EnumerateFiles(folder, "*.safetensors").Where(file => !used.Contains(Path.GetFileName(file))))
        {
            File.Delete(file);
        }

        if (used is [WeightFiles.SingleFile])
        {
            File.Delete(Path.Combine(folder, WeightFiles.IndexFile));
        }
    }

    private ModelRecord Describe(ModelExamination examination, string origin, IReadOnlyDictionary<string, string> sha256) => new()
    {
        Task = examination.Task,
        Family = examination.Family,
        Labels = examination.Labels,
        Parameters = examination.Parameters,
        Metrics = examination.Record?.Metrics ?? new Dictionary<string, double>(),
        Evaluations = examination.Record?.Evaluations ?? new Dictionary<string, System.Text.Json.JsonElement>(),
        Lineage = new Lineage
        {
            Kind = LineageKind.Imported,
            Imported = new LineageImport
            {
                Origin = origin,
                At = clock.GetUtcNow().UtcDateTime,
                Architecture = examination.Architecture,
                Sha256 = sha256,
                Warnings = examination.Warnings,
                Before = examination.Record?.Lineage,
            },
            Specification = null,
            Seed = null,
            Libraries = new Dictionary<string, string>(),
        },
    };
}
