namespace Hone.Api.Health;

/// <summary>How the service is.</summary>
/// <param name="Status"><c>live</c> or <c>ready</c>.</param>
public sealed record HealthResponse(string Status);
