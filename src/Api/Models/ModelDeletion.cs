using Hone.Api.Jobs;
using Hone.Api.Persistence;
using Hone.Api.Serving;
using Hone.Domain.Models;
using Hone.Domain.Problems;
using Microsoft.EntityFrameworkCore;

namespace Hone.Api.Models;

/// <summary>Deletes versions that nothing depends on.</summary>
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
            .. await db.ModelVersions
                .Where(derived => derived.BaseVersionId == version.Id)
                .Join(db.Models, derived => derived.ModelId, other => other.Id, (derived, other) => $"{other.Name}:{derived.Number} is based on it")
                .ToListAsync(cancellationToken),
            .. (await db.UnfinishedJobsUsingAsync(version.Id, cancellationToken)).Select(job => $"job {job} uses it"),
        ];
        if (users.Count > 0)
        {
            throw RefusalException.Conflict(ProblemCodes.InUse, $"Version {version.Number} of model '{model.Name}' is in use: {string.Join("; ", users)}.");
        }
    }
}
