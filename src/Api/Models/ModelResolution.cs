using Hone.Api.Persistence;
using Hone.Domain;
using Hone.Domain.Jobs;
using Hone.Domain.Models;
using Hone.Domain.Problems;
using Microsoft.EntityFrameworkCore;

namespace Hone.Api.Models;

/// <summary>A version found under a reference, with the name of its model.</summary>
internal sealed record ResolvedVersion(Model Model, ModelVersion Version);

/// <summary>Finds what a model reference means now.</summary>
internal static class ModelResolution
{
    /// <summary>The model with a name.</summary>
    /// <exception cref="RefusalException">There is none.</exception>
    public static async Task<Model> FindModelAsync(this HoneDbContext db, string name, CancellationToken cancellationToken) =>
        await db.Models.AsNoTracking().SingleOrDefaultAsync(model => model.Name == name, cancellationToken)
            ?? throw RefusalException.NotFound(ProblemCodes.UnknownModel, ResourceName.IsValid(name) ? $"There is no model '{name}'." : "There is no model of this name.");

    /// <summary>The model with a name, to be changed; a new one when there is none.</summary>
    public static async Task<Model> FindOrAddModelAsync(this HoneDbContext db, string name, DateTime now, CancellationToken cancellationToken)
    {
        Model? model = await db.Models.SingleOrDefaultAsync(model => model.Name == name, cancellationToken);
        if (model is null)
        {
            model = new Model { Id = Guid.CreateVersion7(), Name = name, CreatedAt = now };
            db.Models.Add(model);
        }

        return model;
    }

    /// <summary>The version that a reference means: the one it numbers, the one its alias points at, or the <c>default</c> or newest one.</summary>
    /// <exception cref="RefusalException">There is none.</exception>
    public static async Task<ResolvedVersion> ResolveAsync(this HoneDbContext db, ModelReference reference, CancellationToken cancellationToken)
    {
        Model model = await db.FindModelAsync(reference.Name, cancellationToken);
        int? number = reference.Version ?? await db.FindAliasedAsync(model, reference.Alias ?? ModelReference.DefaultAlias, cancellationToken);
        if (number is null && reference.Alias is { } alias)
        {
            throw RefusalException.NotFound(ProblemCodes.UnknownAlias, $"Model '{model.Name}' has no alias '{alias}'.");
        }

        ModelVersion? version = await db.ModelVersions.AsNoTracking()
            .Where(version => version.ModelId == model.Id && (number == null || version.Number == number))
            .OrderByDescending(version => version.Number)
            .FirstOrDefaultAsync(cancellationToken);
        return version is not null
            ? new ResolvedVersion(model, version)
            : throw RefusalException.NotFound(ProblemCodes.UnknownVersion, number is null ? $"Model '{model.Name}' has no version." : $"Model '{model.Name}' has no version {number}.");
    }

    /// <summary>The same for those who want to use the version: where a job is still to make the model, it is worth asking again.</summary>
    /// <exception cref="RefusalException">There is none, or none yet.</exception>
    public static async Task<ResolvedVersion> ResolveForUseAsync(this HoneDbContext db, ModelReference reference, CancellationToken cancellationToken)
    {
        try
        {
            return await db.ResolveAsync(reference, cancellationToken);
        }
        catch (RefusalException) when (reference is { Alias: null, Version: null })
        {
            Guid? job = await db.Jobs
                .Where(job => job.Model == reference.Name && (job.Status == JobStatus.Queued || job.Status == JobStatus.Running))
                .Select(job => (Guid?)job.Id)
                .FirstOrDefaultAsync(cancellationToken);
            if (job is null)
            {
                throw;
            }

            throw RefusalException.Conflict(ProblemCodes.ModelNotReady, $"Model '{reference.Name}' is not ready: job {job} has not finished.");
        }
    }

    private static async Task<int?> FindAliasedAsync(this HoneDbContext db, Model model, string alias, CancellationToken cancellationToken) =>
        await db.ModelAliases
            .Where(entry => entry.ModelId == model.Id && entry.Name == alias)
            .Select(entry => (int?)entry.Version)
            .SingleOrDefaultAsync(cancellationToken);
}
