namespace Hone.Training.Evaluation;

/// <summary>Precision, recall and F1, each from 0 to 1; 0 where there is nothing to divide by.</summary>
/// <param name="Precision">Of what was predicted, the part that is right.</param>
/// <param name="Recall">Of what there was to find, the part that was found.</param>
/// <param name="F1">The harmonic mean of both; an average of F1 is the mean of the labels' F1, not the F1 of the means.</param>
public sealed record Averages(double Precision, double Recall, double F1)
{
    /// <summary>Over all decisions together.</summary>
    /// <param name="right">How many predictions are right.</param>
    /// <param name="support">How many there were to find.</param>
    /// <param name="given">How many predictions there are.</param>
    public static Averages Of(long right, long support, long given) =>
        new(Divide(right, given), Divide(right, support), Divide(2 * right, support + given));

    /// <summary>The mean over labels.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="weigh">What each label weighs.</param>
    public static Averages Mean(IReadOnlyList<LabelEvaluation> labels, Func<LabelEvaluation, long> weigh)
    {
        double total = labels.Sum(weigh);
        double Weigh(Func<LabelEvaluation, double> value) => total == 0 ? 0 : labels.Sum(label => weigh(label) * value(label)) / total;
        return new Averages(Weigh(label => label.Precision), Weigh(label => label.Recall), Weigh(label => label.F1));
    }

    /// <summary>Adds the three numbers to metrics by name, as <c>precision/micro</c> and so on.</summary>
    internal void AddTo(Dictionary<string, double> metrics, string prefix, string name)
    {
        metrics[$"{prefix}precision/{name}"] = Precision;
        metrics[$"{prefix}recall/{name}"] = Recall;
        metrics[$"{prefix}f1/{name}"] = F1;
    }

    private static double Divide(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
