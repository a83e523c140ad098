using Hone.Training.Architectures;
using static TorchSharp.torch;

namespace Hone.Training.Tests.Architectures;

public sealed class SelfAttentionTests
{
    private const int Heads = 2;
    private const int Hidden = 16;

    private static readonly int[][] Batches = [[3], [4, 4, 4], [5, 2, 9, 1, 2, 30, 7], [1, 1, 40, 40, 3, 39], [20, 90, 20, 91, 21, 8]];

    public static TheoryData<ScalarType, bool, double> Formats => new()
    {
        { ScalarType.Float64, false, 1e-12 },
        { ScalarType.Float64, true, 1e-12 },
        { ScalarType.Float32, false, 1e-5 },
        { ScalarType.Float32, true, 1e-5 },
        { ScalarType.BFloat16, false, 5e-2 },
        { ScalarType.BFloat16, true, 5e-2 },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void Attend_GivesTheValuesAndGradientsOfEachSequenceAlone(ScalarType format, bool causal, double tolerance)
    {
        foreach (int[] lengths in Batches)
        {
            using IDisposable scope = NewDisposeScope();
            Tensor projected = Draw(lengths.Sum(), 3 * Hidden).to(format);
            Tensor direction = Draw(lengths.Sum(), Hidden).to(format);
            (Tensor values, Tensor gradient) = Attend(projected, direction, lengths, causal);

            int start = 0;
            foreach (int length in lengths)
            {
                // The oracle computes in double precision, what is compared in that of the network.
                (Tensor alone, Tensor itsGradient) = Attend(
                    projected.narrow(0, start, length).to(ScalarType.Float64), direction.narrow(0, start, length).to(ScalarType.Float64), [length], causal);
                Assert.InRange(Distance(values.narrow(0, start, length), alone), 0, tolerance);
                Assert.InRange(Distance(gradient.narrow(0, start, length), itsGradient), 0, tolerance);
                start += length;
            }
        }
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void Attend_IsTheSameToTheLastBit_WhateverASequenceIsBatchedWith_InPrediction(ScalarType format)
    {
        using IDisposable noGrad = no_grad();
        foreach (int[] lengths in Batches)
        {
            using IDisposable scope = NewDisposeScope();
            Tensor projected = Draw(lengths.Sum(), 3 * Hidden).to(format);
            Tensor together = SelfAttention.Attend(projected, Sequences(lengths), Heads);

            int start = 0;
            foreach (int length in lengths)
            {
                Tensor alone = SelfAttention.Attend(projected.narrow(0, start, length), Sequences([length]), Heads);
                Assert.True((together.narrow(0, start, length) == alone).all().item<bool>());
                start += length;
            }
        }
    }

    [Theory]
    [InlineData(ScalarType.Float32, false)]
    [InlineData(ScalarType.Float32, true)]
    [InlineData(ScalarType.BFloat16, false)]
    [InlineData(ScalarType.BFloat16, true)]
    public void Attend_KeepsWhatIsNoNumberWithinItsSequence(ScalarType format, bool causal)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor projected = Draw(12, 3 * Hidden).to(format);
        projected[5] = double.NaN;

        (Tensor values, Tensor gradient) = Attend(projected, Draw(12, Hidden).to(format), [4, 3, 5], causal);

        Assert.True(values.isnan().any().item<bool>());
        foreach (Tensor result in new[] { values, gradient })
        {
            Assert.True(result.narrow(0, 0, 4).isfinite().all().item<bool>());
            Assert.True(result.narrow(0, 7, 5).isfinite().all().item<bool>());
        }
    }

    private static (Tensor Values, Tensor Gradient) Attend(Tensor projected, Tensor direction, int[] lengths, bool causal)
    {
        Tensor input = projected.detach().clone().requires_grad_();
        Tensor values = SelfAttention.Attend(input, Sequences(lengths), Heads, causal);
        values.backward([direction]);
        return (values.detach(), input.grad!);
    }

    private static PackedSequences Sequences(int[] lengths) => new(new int[lengths.Sum()], lengths, CPU);

    private static double Distance(Tensor actual, Tensor expected) => (actual.to(ScalarType.Float64) - expected).abs().max().item<double>();

    /// <summary>Numbers without a pattern, always the same.</summary>
    private static Tensor Draw(int rows, int columns) => (arange(rows * columns, dtype: ScalarType.Float64) * 2.39996).sin().mul(1.5).view(rows, columns);
}
