namespace Hone.Domain.Jobs;

/// <summary>The model version a job registered.</summary>
public sealed record JobResult(string Model, int Version);
