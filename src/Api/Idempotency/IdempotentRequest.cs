using System.Security.Cryptography;
using System.Text.Json;
using Hone.Api.Persistence;
using Hone.Domain;
using Hone.Domain.Problems;

namespace Hone.Api.Idempotency;

/// <summary>
/// One request that is to have its effect once, until it is disposed. Without a key it has its effect every time.
/// </summary>
/// <param name="key">Its key.</param>
/// <param name="stored">What a request with this key was answered before.</param>
/// <param name="now">UTC.</param>
/// <param name="end">Lets the next request with this key in.</param>
internal sealed class IdempotentRequest(IdempotencyKey key, StoredAnswer? stored, DateTime now, Action end) : IDisposable
{
    /// <summary>Whether a request with this key was answered before. What it made is then no reason to refuse this one.</summary>
    public bool IsRepeated => stored is not null;

    /// <summary>The SHA-256 of what is asked, as JSON.</summary>
    public static string FingerprintOf(object asked) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(asked, HoneJson.Options)));

    /// <summary>What this was answered before; null when it is asked for the first time.</summary>
    /// <param name="fingerprint">SHA-256 of what is asked.</param>
    /// <exception cref="RefusalException">Something else was asked with this key before.</exception>
    public StoredAnswer? AnswerTo(string fingerprint) => stored is null || stored.Fingerprint == fingerprint
        ? stored
        : throw RefusalException.Conflict(ProblemCodes.IdempotencyKeyReused, $"This '{IdempotencyKey.Header}' came with another request before; choose a new key for each.");

    /// <summary>Adds the answer to a context, to be saved with what it is about.</summary>
    /// <param name="db">The context.</param>
    /// <param name="fingerprint">SHA-256 of what was asked.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="location">Where the resource is that is made.</param>
    /// <param name="body">What is answered.</param>
    public void Keep<T>(HoneDbContext db, string fingerprint, int status, string location, T body)
    {
        if (key.Value is { } value)
        {
            db.StoredAnswers.Add(new StoredAnswer
            {
                Route = key.Route,
                Key = value,
                Fingerprint = fingerprint,
                Status = status,
                Location = location,
                Body = JsonSerializer.Serialize(body, HoneJson.Options),
                CreatedAt = now,
            });
        }
    }

    /// <inheritdoc/>
    public void Dispose() => end();
}
