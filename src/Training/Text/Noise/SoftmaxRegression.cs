using System.Numerics;
using System.Runtime.InteropServices;
using Hone.Training.Data;

namespace Hone.Training.Text.Noise;

/// <summary>
/// Multinomial logistic regression on sparse features, by stochastic gradient descent with a rate that falls to zero. The same rows in the same order
/// and the same seed give the same weights.
/// </summary>
internal sealed class SoftmaxRegression
{
    private const int Epochs = 6;

    /// <summary>Rows have length one, so that a step changes the score of its row by this much at most.</summary>
    private const float Rate = 3;

    private const float BiasValue = 0.1f;

    private readonly int classes;
    private readonly float[] weights; // [features, classes], and a last row for the bias

    /// <param name="features">How many features there are.</param>
    /// <param name="classes">How many classes.</param>
    public SoftmaxRegression(int features, int classes)
    {
        this.classes = classes;
        weights = new float[(features + 1) * classes];
    }

    /// <summary>Learns from rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="labels">The class of each.</param>
    /// <param name="chosen">Which of them to learn from; left in another order.</param>
    /// <param name="seed">Of the order.</param>
    /// <param name="cancellationToken">Ends the learning.</param>
    public void Fit(SparseRow[] rows, int[] labels, int[] chosen, long seed, CancellationToken cancellationToken)
    {
        float[] scores = new float[classes];
        long step = 0;
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            new SplitMix64(seed, epoch).Shuffle<int>(chosen);
            foreach (int row in chosen)
            {
                cancellationToken.ThrowIfCancellationRequested();
                float rate = Rate * (1 - ((float)step++ / ((long)chosen.Length * Epochs)));
                Predict(rows[row], scores);
                scores[labels[row]] -= 1;
                (int[] features, float[] values) = rows[row];
                for (int i = 0; i < features.Length; i++)
                {
                    AddScaled(WeightsOf(features[i]), scores, -rate * values[i]);
                }

                AddScaled(Bias, scores, -rate * BiasValue);
            }
        }
    }

    /// <summary>The probabilities of the classes.</summary>
    /// <param name="row">The row.</param>
    /// <param name="probabilities">Where they go: <c>[classes]</c>.</param>
    public void Predict(SparseRow row, Span<float> probabilities)
    {
        probabilities.Clear();
        AddScaled(probabilities, Bias, BiasValue);
        for (int i = 0; i < row.Features.Length; i++)
        {
            AddScaled(probabilities, WeightsOf(row.Features[i]), row.Values[i]);
        }

        float highest = float.NegativeInfinity;
        foreach (float score in probabilities)
        {
            highest = Math.Max(highest, score);
        }

        float sum = 0;
        foreach (ref float score in probabilities)
        {
            score = MathF.Exp(score - highest);
            sum += score;
        }

        foreach (ref float score in probabilities)
        {
            score /= sum;
        }
    }

    private Span<float> Bias => weights.AsSpan(weights.Length - classes);

    private Span<float> WeightsOf(int feature) => weights.AsSpan(feature * classes, classes);

    private static void AddScaled(Span<float> sum, ReadOnlySpan<float> values, float scale)
    {
        Span<Vector<float>> sums = MemoryMarshal.Cast<float, Vector<float>>(sum);
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] += vectors[i] * scale;
        }

        for (int i = sums.Length * Vector<float>.Count; i < sum.Length; i++)
        {
            sum[i] += values[i] * scale;
        }
    }
}
