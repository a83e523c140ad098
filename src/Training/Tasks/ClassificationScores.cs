namespace Hone.Training.Tasks;

/// <summary>What the logits of a classifier say about examples whose labels are known. All is computed in double precision.</summary>
internal static class ClassificationScores
{
    /// <summary>The index of the highest logit.</summary>
    public static int Best(float[] logits) => Array.IndexOf(logits, logits.Max());

    /// <summary>The indices of the logits above a threshold.</summary>
    public static int[] Above(float[] logits, double threshold) => [.. logits.Index().Where(logit => logit.Item > threshold).Select(logit => logit.Index)];

    /// <summary>The mean cross-entropy in nats: of softmax, or of sigmoids over all labels.</summary>
    /// <param name="logits">The logits of each example.</param>
    /// <param name="examples">The examples.</param>
    /// <param name="isMultiLabel">Whether every label is judged by itself.</param>
    /// <param name="inverseTemperature">What logits are multiplied by.</param>
    public static double Loss(IReadOnlyList<float[]> logits, IReadOnlyList<ClassifiedText> examples, bool isMultiLabel, double inverseTemperature) =>
        logits.Zip(examples, (row, example) => LossOf(row, example.Labels, isMultiLabel, inverseTemperature)).Average();

    /// <summary>The cross-entropy of one example.</summary>
    public static double LossOf(ReadOnlySpan<float> logits, IReadOnlyList<int> labels, bool isMultiLabel, double inverseTemperature = 1)
    {
        if (!isMultiLabel)
        {
            return LogSumExp(logits, inverseTemperature) - (logits[labels[0]] * inverseTemperature);
        }

        double sum = 0;
        for (int label = 0; label < logits.Length; label++)
        {
            sum += BinaryLoss(logits[label] * inverseTemperature, labels.Contains(label));
        }

        return sum / logits.Length;
    }

    /// <summary>The cross-entropy in nats of a single yes or no.</summary>
    public static double BinaryLoss(double logit, bool truth) => Softplus(logit) - (truth ? logit : 0);

    /// <summary>The probability of each label.</summary>
    public static double[] Probabilities(float[] logits, bool isMultiLabel, double inverseTemperature)
    {
        double total = isMultiLabel ? 0 : LogSumExp(logits, inverseTemperature);
        return [.. logits.Select(logit => isMultiLabel ? Sigmoid(logit * inverseTemperature) : Math.Exp((logit * inverseTemperature) - total))];
    }

    /// <summary>The derivative of <see cref="Loss"/> by the inverse temperature.</summary>
    public static double Slope(IReadOnlyList<float[]> logits, IReadOnlyList<ClassifiedText> examples, bool isMultiLabel, double inverseTemperature) =>
        logits.Zip(examples, (row, example) =>
        {
            if (isMultiLabel)
            {
                return row.Index().Average(logit => logit.Item * (Sigmoid(logit.Item * inverseTemperature) - (example.Labels.Contains(logit.Index) ? 1 : 0)));
            }

            double total = LogSumExp(row, inverseTemperature);
            return row.Sum(logit => logit * Math.Exp((logit * inverseTemperature) - total)) - row[example.Labels[0]];
        }).Average();

    private static double LogSumExp(ReadOnlySpan<float> logits, double scale)
    {
        double highest = double.NegativeInfinity;
        foreach (float logit in logits)
        {
            highest = Math.Max(highest, logit * scale);
        }

        double sum = 0;
        foreach (float logit in logits)
        {
            sum += Math.Exp((logit * scale) - highest);
        }

        return highest + Math.Log(sum);
    }

    private static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
