namespace Hone.Api.Idempotency;

/// <summary>What a request with an idempotency key was answered with.</summary>
public sealed class StoredAnswer
{
    /// <summary>The method and route of the request, such as <c>POST /jobs/pretrain</c>.</summary>
    public required string Route { get; init; }

    /// <summary>The key that the client chose.</summary>
    public required string Key { get; init; }

    /// <summary>SHA-256 of what was asked, lower-case hexadecimal.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>Where the resource is that was made.</summary>
    public required string Location { get; init; }

    /// <summary>The JSON that was answered.</summary>
    public required string Body { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime CreatedAt { get; init; }
}
