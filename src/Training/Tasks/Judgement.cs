using Hone.Training.Evaluation;

namespace Hone.Training.Tasks;

/// <summary>What a model said about the rows of a split, and how well it did.</summary>
internal sealed record Judgement
{
    /// <summary>How well it did on all of them.</summary>
    public required TaskEvaluation Evaluation { get; init; }

    /// <summary>What the main metrics are measured by, row by row.</summary>
    public required RowMetrics Rows { get; init; }

    /// <summary>Of each row the mean loss over what is judged in it: the higher the worse.</summary>
    public required IReadOnlyList<double> Losses { get; init; }

    /// <summary>Which rows it has right; null where there is no right and wrong.</summary>
    public IReadOnlyList<bool>? Right { get; init; }

    /// <summary>Whether <see cref="Right"/> is what the metric <c>accuracy</c> counts.</summary>
    public bool IsAccuracy { get; init; }

    /// <summary>What it said about a row, to be written as JSON.</summary>
    public required Func<int, object> Predicted { get; init; }
}
