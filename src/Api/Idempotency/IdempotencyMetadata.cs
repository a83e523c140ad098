namespace Hone.Api.Idempotency;

/// <summary>Says that a route reads an <see cref="IdempotencyKey"/>.</summary>
internal sealed record IdempotencyMetadata;
