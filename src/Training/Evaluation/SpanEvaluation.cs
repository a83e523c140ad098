namespace Hone.Training.Evaluation;

/// <summary>How well spans were found: right is a span with exactly the right words and the right type.</summary>
public sealed record SpanEvaluation
{
    /// <summary>How many sentences were judged.</summary>
    public required long Sentences { get; init; }

    /// <summary>Over all spans together.</summary>
    public required Averages Micro { get; init; }

    /// <summary>The plain mean over <see cref="Types"/>.</summary>
    public required Averages Macro { get; init; }

    /// <summary>The mean over the types, each weighing as much as it has spans.</summary>
    public required Averages Weighted { get; init; }

    /// <summary>Each type that occurs in truth or prediction, in ordinal order.</summary>
    public required IReadOnlyList<LabelEvaluation> Types { get; init; }

    /// <summary>The single numbers by name: <c>f1/micro</c>, <c>precision/macro</c> and so on.</summary>
    /// <param name="prefix">Put before each name, such as <c>test/</c>.</param>
    public IReadOnlyDictionary<string, double> ToMetrics(string prefix = "")
    {
        Dictionary<string, double> metrics = [];
        Micro.AddTo(metrics, prefix, "micro");
        Macro.AddTo(metrics, prefix, "macro");
        Weighted.AddTo(metrics, prefix, "weighted");
        return metrics;
    }
}
