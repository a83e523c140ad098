using Hone.Domain.Problems;

namespace Hone.Api.Predictions;

/// <summary>How predictions are given.</summary>
public sealed record PredictionParameters
{
    /// <summary>The most labels of one input, best first; all of them by default.</summary>
    public int? TopK { get; init; }

    /// <summary>Every problem of these parameters.</summary>
    public IEnumerable<Problem> Validate(string path)
    {
        if (TopK < 1)
        {
            yield return new Problem(ProblemCodes.OutOfRange, $"'{path}.topK' is {TopK}; it must be at least 1.") { Field = $"{path}.topK" };
        }
    }
}
