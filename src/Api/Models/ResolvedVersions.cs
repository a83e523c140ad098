using System.Collections.Concurrent;
using Hone.Api.Persistence;
using Hone.Api.Persistence.Sqlite;
using Hone.Domain.Models;
using Hone.Domain.Problems;
using Microsoft.EntityFrameworkCore;

namespace Hone.Api.Models;

/// <summary>Remembers what model references mean for as long as nothing changes in the database, so that those who predict again and again need not ask it.</summary>
internal sealed class ResolvedVersions(IDbContextFactory<HoneDbContext> contexts, SqliteDataVersion dataVersion)
{
    private volatile Known known = new(-1);

    /// <summary>The version that a reference means now, as <see cref="ModelResolution.ResolveForUseAsync"/> finds it.</summary>
    /// <exception cref="RefusalException">There is none, or none yet.</exception>
    public async Task<ResolvedVersion> FindAsync(ModelReference reference, CancellationToken cancellationToken)
    {
        // The number is read before the database is: if something is committed between, what was found is found anew the next time.
        long version = dataVersion.Read();
        Known present = known;
        if (present.DataVersion != version)
        {
            known = present = new Known(version);
        }

        if (present.Versions.TryGetValue(reference, out ResolvedVersion? found))
        {
            return found;
        }

        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return present.Versions[reference] = await db.ResolveForUseAsync(reference, cancellationToken);
    }

    /// <summary>What was found in one state of the database.</summary>
    private sealed record Known(long DataVersion)
    {
        public ConcurrentDictionary<ModelReference, ResolvedVersion> Versions { get; } = new();
    }
}
