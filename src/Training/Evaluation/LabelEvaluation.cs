namespace Hone.Training.Evaluation;

/// <summary>How well one label is told from all others.</summary>
/// <param name="Label">The label.</param>
/// <param name="Precision">Of the examples given this label, the part that has it.</param>
/// <param name="Recall">Of the examples that have this label, the part that was given it.</param>
/// <param name="F1">The harmonic mean of both.</param>
/// <param name="Support">How many examples have this label.</param>
public sealed record LabelEvaluation(string Label, double Precision, double Recall, double F1, long Support)
{
    /// <summary>Judges a label by counts.</summary>
    /// <param name="label">The label.</param>
    /// <param name="right">How often it was given rightly.</param>
    /// <param name="support">How often it is right.</param>
    /// <param name="given">How often it was given.</param>
    public static LabelEvaluation Of(string label, long right, long support, long given)
    {
        Averages all = Averages.Of(right, support, given);
        return new LabelEvaluation(label, all.Precision, all.Recall, all.F1, support);
    }
}
