namespace Hone.Training.Evaluation;

/// <summary>How well a classifier that gives any number of labels did on examples whose labels are known.</summary>
public sealed record MultiLabelEvaluation
{
    /// <summary>How many examples were judged.</summary>
    public required long Examples { get; init; }

    /// <summary>The part of the examples given exactly the right labels.</summary>
    public required double SubsetAccuracy { get; init; }

    /// <summary>Over all labels of all examples together.</summary>
    public required Averages Micro { get; init; }

    /// <summary>The plain mean over all labels.</summary>
    public required Averages Macro { get; init; }

    /// <summary>The mean over the labels, each weighing as much as it has examples.</summary>
    public required Averages Weighted { get; init; }

    /// <summary>The mean over the examples, of what was right about the labels of each.</summary>
    public required Averages Samples { get; init; }

    /// <summary>Each label, in the model's order, whether it occurs or not.</summary>
    public required IReadOnlyList<LabelEvaluation> Labels { get; init; }

    /// <summary>The single numbers by name: <c>accuracy</c> (of whole sets), <c>f1/macro</c>, <c>precision/samples</c> and so on.</summary>
    /// <param name="prefix">Put before each name, such as <c>test/</c>.</param>
    public IReadOnlyDictionary<string, double> ToMetrics(string prefix = "")
    {
        Dictionary<string, double> metrics = new() { [$"{prefix}accuracy"] = SubsetAccuracy };
        Micro.AddTo(metrics, prefix, "micro");
        Macro.AddTo(metrics, prefix, "macro");
        Weighted.AddTo(metrics, prefix, "weighted");
        Samples.AddTo(metrics, prefix, "samples");
        return metrics;
    }
}
