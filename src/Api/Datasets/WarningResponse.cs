namespace Hone.Api.Datasets;

/// <summary>Something odd about a data set.</summary>
/// <param name="Code">Stable, machine-readable name.</param>
/// <param name="Message">One sentence for a person.</param>
/// <param name="Count">How many rows it concerns.</param>
public sealed record WarningResponse(string Code, string Message, long Count);
