using Hone.Domain.Problems;

namespace Hone.Domain.Datasets;

/// <summary>How rows of <c>train</c> are set aside for the splits that were not uploaded. The same rows and seed give the same split.</summary>
public sealed record SplitOptions
{
    /// <summary>Fraction of the rows, per label, set aside for validation when no validation part is uploaded.</summary>
    public double Validation { get; init; } = 0.1;

    /// <summary>Fraction of the rows, per label, set aside for test when no test part is uploaded.</summary>
    public double Test { get; init; } = 0.1;

    public long Seed { get; init; } = 1;

    /// <summary>Every problem of these options; none when they can be used.</summary>
    public IEnumerable<Problem> Validate(string path = "split") =>
    [
        .. Check.Range($"{path}.validation", Validation, 0, 0.9),
        .. Check.Range($"{path}.test", Test, 0, 0.9),
        .. Check.That(!(Validation + Test > 0.9), ProblemCodes.OutOfRange, path, $"'{path}' sets more than 0.9 of the rows aside."),
    ];
}
