using Hone.Domain.Problems;

namespace Hone.Training.Predictions;

/// <summary>Why there is no prediction for a row.</summary>
/// <param name="Code">Stable name; one of <see cref="ProblemCodes"/>.</param>
/// <param name="Message">One sentence for a person.</param>
/// <param name="Field">The column or property, where it is about one.</param>
public sealed record RowProblem(string Code, string Message, string? Field)
{
    /// <summary>The first thing that is wrong with a row.</summary>
    public static RowProblem Of(Problem problem) => new(problem.Code, problem.Message, problem.Field);

    /// <summary>Why a row was refused.</summary>
    public static RowProblem Of(RefusalException refusal) =>
        refusal.Problems is [Problem first, ..] ? Of(first) : new RowProblem(refusal.Code, refusal.Message, null);
}
