using Hone.Api.Persistence;
using Hone.Api.Serving;
using Hone.Domain;
using Hone.Domain.Models;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Hone.Api.Models;

/// <summary>Points aliases at versions, and remembers every move.</summary>
internal sealed class ModelAliases(IDbContextFactory<HoneDbContext> contexts, ResidentModels residents, TimeProvider clock)
{
    /// <summary>Points an alias at a version; makes it when it is new. Pointing it at where it points already changes nothing.</summary>
    /// <exception cref="RefusalException">There is no such model or version, or an alias cannot have this name.</exception>
    public async Task<ModelAlias> PointAsync(string name, string aliasName, int number, CancellationToken cancellationToken)
    {
        if (!ResourceName.IsValid(aliasName))
        {
            throw RefusalException.ForField(ProblemCodes.InvalidName, "alias", $"'alias' must be {ResourceName.Rule}.");
        }

        using ModelLease? ready = await LoadAsync(name, number, cancellationToken);
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        (Model model, ModelVersion version) = await db.ResolveAsync(new ModelReference(name, Version: number), cancellationToken);
        ModelAlias? alias = await db.ModelAliases.SingleOrDefaultAsync(alias => alias.ModelId == model.Id && alias.Name == aliasName, cancellationToken);
        if (alias?.Version == version.Number)
        {
            return alias;
        }

        DateTime now = clock.GetUtcNow().UtcDateTime;
        db.AliasChanges.Add(Change(model, aliasName, alias?.Version, version.Number, now));
        if (alias is null)
        {
            alias = new ModelAlias { Id = Guid.CreateVersion7(), ModelId = model.Id, Name = aliasName, Version = version.Number, UpdatedAt = now };
            db.ModelAliases.Add(alias);
        }
        else
        {
            (alias.Version, alias.UpdatedAt) = (version.Number, now);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return alias;
    }

    /// <summary>Deletes an alias; its history stays.</summary>
    /// <exception cref="RefusalException">There is no such alias.</exception>
    public async Task DeleteAsync(string name, string aliasName, CancellationToken cancellationToken)
    {
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        Model model = await db.FindModelAsync(name, cancellationToken);
        ModelAlias alias = await db.ModelAliases.SingleOrDefaultAsync(alias => alias.ModelId == model.Id && alias.Name == aliasName, cancellationToken)
            ?? throw Unknown(model, aliasName);
        db.ModelAliases.Remove(alias);
        db.AliasChanges.Add(Change(model, aliasName, alias.Version, null, clock.GetUtcNow().UtcDateTime));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Where an alias pointed and when, the latest change first.</summary>
    /// <exception cref="RefusalException">There never was such an alias.</exception>
    public async Task<IReadOnlyList<AliasChange>> HistoryAsync(string name, string aliasName, CancellationToken cancellationToken)
    {
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Model model = await db.FindModelAsync(name, cancellationToken);
        List<AliasChange> changes = await db.AliasChanges.AsNoTracking()
            .Where(change => change.ModelId == model.Id && change.Alias == aliasName)
            .OrderByDescending(change => change.Id)
            .ToListAsync(cancellationToken);
        return changes.Count > 0 ? changes : throw Unknown(model, aliasName);
    }

    /// <summary>Loads a version that can be asked for predictions, before requests come to it.</summary>
    private async Task<ModelLease?> LoadAsync(string name, int number, CancellationToken cancellationToken)
    {
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        (_, ModelVersion version) = await db.ResolveAsync(new ModelReference(name, Version: number), cancellationToken);
        return version.Task is TaskKind.FillMask or TaskKind.TextGeneration ? null : await residents.LeaseAsync(version, version.Task, cancellationToken);
    }

    private static AliasChange Change(Model model, string alias, int? from, int? to, DateTime now) =>
        new() { Id = Guid.CreateVersion7(), ModelId = model.Id, Alias = alias, From = from, To = to, ChangedAt = now };

    private static RefusalException Unknown(Model model, string alias) =>
        RefusalException.NotFound(ProblemCodes.UnknownAlias, ResourceName.IsValid(alias) ? $"Model '{model.Name}' has no alias '{alias}'." : $"Model '{model.Name}' has no alias of this name.");
}
