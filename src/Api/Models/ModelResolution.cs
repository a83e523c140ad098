using Hone.Api.Persistence;
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
    /// <exception cref="RefusalException">There is none, or none yet.</exception>
    public static async Task<Model> FindModelAsync(this HoneDbContext db, string name, CancellationToken cancellationToken) =>
        await db.Models.AsNoTracking().SingleOrDefaultAsync(model => model.Name == name, cancellationToken)
            ?? throw await db.MissingAsync(name, $"There is no model '{name}'.", ProblemCodes.UnknownModel, cancellationToken);

    /// <summary>The version that a reference means: the one it numbers, the one its alias points at, or the <c>default</c> or newest one.</summary>
    /// <exception cref="RefusalException">There is none, or none yet.</exception>
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
        if (version is not null)
        {
            return new ResolvedVersion(model, version);
        }

        throw number is null
            ? await db.MissingAsync(model.Name, $"Model '{model.Name}' has no version.", ProblemCodes.UnknownVersion, cancellationToken)
            : RefusalException.NotFound(ProblemCodes.UnknownVersion, $"Model '{model.Name}' has no version {number}.");
    }

    private static async Task<int?> FindAliasedAsync(this HoneDbContext db, Model model, string alias, CancellationToken cancellationToken) =>
        await db.ModelAliases
            .Where(entry => entry.ModelId == model.Id && entry.Name == alias)
            .Select(entry => (int?)entry.Version)
            .SingleOrDefaultAsync(cancellationToken);

    /// <summary>A model that a job is about to make is not unknown: it is worth asking again.</summary>
    private static async Task<RefusalException> MissingAsync(
        this HoneDbContext db,
        string name,
        string message,
        string code,
        CancellationToken cancellationToken)
    {
        Guid? job = await db.Jobs
            .Where(job => job.Model == name && (job.Status == JobStatus.Queued || job.Status == JobStatus.Running))
            .Select(job => (Guid?)job.Id)
            .FirstOrDefaultAsync(cancellationToken);
        return job is null
            ? RefusalException.NotFound(code, message)
            : RefusalException.Conflict(ProblemCodes.ModelNotReady, $"Model '{name}' is not ready: job {job} has not finished.");
    }
}
