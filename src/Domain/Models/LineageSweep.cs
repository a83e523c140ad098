namespace Hone.Domain.Models;

/// <summary>The sweep in which a model was the best.</summary>
/// <param name="JobId">The sweep's job, which has the report of all candidates.</param>
/// <param name="Candidate">Which candidate the model is, counted from 1 as in the report.</param>
/// <param name="Candidates">How many there were.</param>
/// <param name="Rung">The rung in which it was trained, counted from 1 as in the report.</param>
public sealed record LineageSweep(Guid JobId, int Candidate, int Candidates, int Rung);
