using System.Collections.Concurrent;
using Hone.Api.Configuration;
using Hone.Api.Persistence;
using Hone.Domain.Problems;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hone.Api.Idempotency;

/// <summary>
/// Lets a client that does not know whether its request arrived send it again: the first request with a key has its effect, and what
/// follows gets its answer. A refused request has no effect, so its key stays free.
/// </summary>
internal sealed class IdempotentRequests(IDbContextFactory<HoneDbContext> contexts, IOptions<HoneOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<IdempotencyKey, bool> running = new();

    /// <summary>Begins a request.</summary>
    /// <exception cref="RefusalException">The first request with this key is not answered yet.</exception>
    public async Task<IdempotentRequest> BeginAsync(IdempotencyKey key, CancellationToken cancellationToken)
    {
        DateTime now = clock.GetUtcNow().UtcDateTime;
        if (key.Value is null)
        {
            return new IdempotentRequest(key, null, now, () => { });
        }

        if (!running.TryAdd(key, true))
        {
            throw new RefusalException(RefusalKind.Conflict, ProblemCodes.IdempotencyKeyInUse, $"The first request with this '{IdempotencyKey.Header}' is not answered yet.")
            {
                RetryAfter = RetryAfter,
            };
        }

        try
        {
            return new IdempotentRequest(key, await FindAsync(key, now, cancellationToken), now, () => running.TryRemove(key, out _));
        }
        catch
        {
            running.TryRemove(key, out _);
            throw;
        }
    }

    /// <summary>What a key was answered with; what is too old is forgotten.</summary>
    private async Task<StoredAnswer?> FindAsync(IdempotencyKey key, DateTime now, CancellationToken cancellationToken)
    {
        DateTime limit = now.AddHours(-options.Value.Limits.IdempotencyHours);
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.StoredAnswers.Where(answer => answer.CreatedAt < limit).ExecuteDeleteAsync(cancellationToken);
        return await db.StoredAnswers.AsNoTracking().SingleOrDefaultAsync(answer => answer.Route == key.Route && answer.Key == key.Value, cancellationToken);
    }
}
