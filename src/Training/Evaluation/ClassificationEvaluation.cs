namespace Hone.Training.Evaluation;

/// <summary>How well a classifier did on examples whose labels are known. Written into <c>hone.json</c> and served as it is.</summary>
public sealed record ClassificationEvaluation
{
    /// <summary>How many examples were judged.</summary>
    public required long Examples { get; init; }

    /// <summary>The part of the examples given the right label.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Over all decisions together; with one label per example all three equal the accuracy.</summary>
    public required Averages Micro { get; init; }

    /// <summary>The plain mean over the labels that occur among the examples or the predictions.</summary>
    public required Averages Macro { get; init; }

    /// <summary>The mean over the labels, each weighing as much as it has examples.</summary>
    public required Averages Weighted { get; init; }

    /// <summary>Each label, in the model's order, whether it occurs or not.</summary>
    public required IReadOnlyList<LabelEvaluation> Labels { get; init; }

    /// <summary>
    /// Counts of examples, <c>[true label][predicted label]</c>, in the order of <see cref="Labels"/>; null with more than 256 labels, for which
    /// it would be larger than the model.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<long>>? ConfusionMatrix { get; init; }

    /// <summary>The single numbers by name, as events and results carry them: <c>accuracy</c>, <c>f1/macro</c>, <c>precision/micro</c> and so on.</summary>
    /// <param name="prefix">Put before each name, such as <c>test/</c>.</param>
    public IReadOnlyDictionary<string, double> ToMetrics(string prefix = "")
    {
        Dictionary<string, double> metrics = new() { [$"{prefix}accuracy"] = Accuracy };
        Micro.AddTo(metrics, prefix, "micro");
        Macro.AddTo(metrics, prefix, "macro");
        Weighted.AddTo(metrics, prefix, "weighted");
        return metrics;
    }
}
