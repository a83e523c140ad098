using Hone.Api.Jobs;
using Hone.Api.Persistence;
using Hone.Api.Serving;
using Hone.Domain.Jobs;
using Hone.Domain.Models;
using Hone.Domain.Problems;
using Microsoft.EntityFrameworkCore;

namespace Hone.Api.Models;

/// <summary>Deletes versions and models that nothing depends on.</summary>
internal sealed class ModelDeletion(IDbContextFactory<HoneDbContext> contexts, ResidentModels residents, DataDirectory data)
{
    /// <summary>Deletes a version: its row, then its files.</summary>
    /// <exception cref="RefusalException">There is no such version, or something depends on it.</exception>
    public async Task DeleteAsync(string name, int number, CancellationToken cancellationToken)
    {
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        (Model model, ModelVersion version) = await db.ResolveAsync(new ModelReference(name, Version: number), cancellationToken);
        await RequireUnusedAsync(db, model, version, cancellationToken);
        db.ModelVersions.Remove(version);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        DeleteFiles(version);
    }

    /// <summary>Deletes a model with its versions, aliases and their history.</summary>
    /// <exception cref="RefusalException">There is no such model, or something depends on one of its versions, or a job is to add one.</exception>
    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        Model model = await db.FindModelAsync(name, cancellationToken);
        List<ModelVersion> versions = await db.ModelVersions.Where(version => version.ModelId == model.Id).ToListAsync(cancellationToken);
        List<string> users = await db.Jobs
            .Where(job => job.Model == model.Name && (job.Status == JobStatus.Queued || job.Status == JobStatus.Running))
            .Select(job => $"job {job.Id} is to add a version to it")
            .ToListAsync(cancellationToken);
        foreach (ModelVersion version in versions)
        {
            users.AddRange(await FindUsersAsync(db, version, leaving: model, cancellationToken));
        }

        RefuseIfUsed($"Model '{model.Name}'", users);
        db.ModelVersions.RemoveRange(versions);
        await db.SaveChangesAsync(cancellationToken);
        db.Models.Remove(model); // and with it what refers to it
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        versions.ForEach(DeleteFiles);
    }

    private void DeleteFiles(ModelVersion version)
    {
        residents.Remove(version.Id);
        string directory = Path.Combine(data.Root, version.Directory);
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true); // of what is left when this is cut short, the next start takes care
        }
    }

    private static async Task RequireUnusedAsync(HoneDbContext db, Model model, ModelVersion version, CancellationToken cancellationToken)
    {
        List<string> users =
        [
            .. await db.ModelAliases
                .Where(alias => alias.ModelId == model.Id && alias.Version == version.Number)
                .Select(alias => $"alias '{alias.Name}' points at it")
                .ToListAsync(cancellationToken),
            .. await FindUsersAsync(db, version, leaving: null, cancellationToken),
        ];
        RefuseIfUsed($"Version {version.Number} of model '{model.Name}'", users);
    }

    /// <summary>Versions that are based on a version, except those of a model that goes as a whole, and jobs that are not over and begin with it.</summary>
    private static async Task<IReadOnlyList<string>> FindUsersAsync(HoneDbContext db, ModelVersion version, Model? leaving, CancellationToken cancellationToken) =>
    [
        .. await db.ModelVersions
            .Where(derived => derived.BaseVersionId == version.Id && (leaving == null || derived.ModelId != leaving.Id))
            .Join(db.Models, derived => derived.ModelId, other => other.Id, (derived, other) => $"{other.Name}:{derived.Number} is based on it")
            .ToListAsync(cancellationToken),
        .. (await db.UnfinishedJobsUsingAsync(version.Id, cancellationToken)).Select(job => $"job {job} uses it"),
    ];

    private static void RefuseIfUsed(string what, List<string> users)
    {
        if (users.Count > 0)
        {
            throw RefusalException.Conflict(ProblemCodes.InUse, $"{what} is in use: {string.Join("; ", users)}.");
        }
    }
}
