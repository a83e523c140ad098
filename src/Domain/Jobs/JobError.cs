using Hone.Domain.Problems;

namespace Hone.Domain.Jobs;

/// <summary>Why a job failed.</summary>
/// <param name="Code">Stable name; one of <see cref="ProblemCodes"/>.</param>
/// <param name="Message">One sentence for a person.</param>
public sealed record JobError(string Code, string Message);
