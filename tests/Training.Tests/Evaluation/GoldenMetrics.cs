using System.Text.Json;
using Hone.Domain;
using Hone.Training.Evaluation;

namespace Hone.Training.Tests.Evaluation;

/// <summary>The files that tests/reference/metrics.py writes.</summary>
internal static class GoldenMetrics
{
    public static T Read<T>(string name) =>
        JsonSerializer.Deserialize<T>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Evaluation", "Golden", name)), HoneJson.Options)!;

    public static void AssertEqual(IReadOnlyList<double> expected, Averages actual)
    {
        Assert.Equal(expected[0], actual.Precision, 1e-12);
        Assert.Equal(expected[1], actual.Recall, 1e-12);
        Assert.Equal(expected[2], actual.F1, 1e-12);
    }

    public static void AssertEqual(IReadOnlyList<double> expected, LabelEvaluation actual) =>
        AssertEqual(expected, new Averages(actual.Precision, actual.Recall, actual.F1));
}
