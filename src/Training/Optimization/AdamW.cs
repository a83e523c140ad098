using Hone.Training.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Hone.Training.Optimization;

/// <summary>
/// AdamW (Loshchilov &amp; Hutter 2019) over flat parameters, with the gradient clipped to a Euclidean norm first. The arithmetic is fp32:
/// tensor operations on any device, and on a CPU the same in one pass over memory.
/// </summary>
public sealed class AdamW : IDisposable
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    // Keeps a gradient of zeros from being divided by zero, as PyTorch's clip_grad_norm_ does.
    private const double NormEpsilon = 1e-6;

    // Spans of bytes end at 2 GiB.
    private const long LongestSpan = int.MaxValue / sizeof(float);

    private readonly FlatParameters parameters;
    private readonly double weightDecay;
    private readonly double gradientClip;
    private readonly bool inOnePass;
    private readonly Tensor firstMoment;
    private readonly Tensor secondMoment;
    private readonly AdamWKernel.Piece[] pieces;

    // Spans that rest at first have taken fewer steps than others, and their moments are as young.
    private readonly long[] steps;

    /// <param name="parameters">What to update.</param>
    /// <param name="weightDecay">Decay per unit of learning rate, of matrices only.</param>
    /// <param name="gradientClip">The largest gradient norm; 0 leaves gradients as they are.</param>
    public AdamW(FlatParameters parameters, double weightDecay, double gradientClip)
        : this(parameters, weightDecay, gradientClip, parameters.Master.device_type == DeviceType.CPU && parameters.Master.numel() <= LongestSpan)
    {
    }

    /// <summary>For the test that both ways of computing are one.</summary>
    internal AdamW(FlatParameters parameters, double weightDecay, double gradientClip, bool inOnePass)
    {
        this.parameters = parameters;
        this.weightDecay = weightDecay;
        this.gradientClip = gradientClip;
        this.inOnePass = inOnePass;
        firstMoment = zeros_like(parameters.Master).DetachFromDisposeScope();
        secondMoment = zeros_like(parameters.Master).DetachFromDisposeScope();
        pieces = AdamWKernel.Cut(parameters.Spans);
        steps = new long[parameters.Spans.Count];
    }

    /// <summary>Updates the weights by the gathered gradient, and clears it.</summary>
    /// <param name="learningRate">The rate of a group whose part of it is 1.</param>
    public void Step(double learningRate)
    {
        SpanRates[] rates = [.. parameters.Spans.Select((span, index) => RatesOf(span, index, learningRate))];
        if (inOnePass)
        {
            StepInOnePass(rates);
        }
        else
        {
            StepByTensors(rates);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        firstMoment.Dispose();
        secondMoment.Dispose();
    }

    private SpanRates RatesOf(ParameterSpan span, int index, double learningRate)
    {
        double rate = learningRate * parameters.Groups.Rates[span.Group];
        if (rate == 0)
        {
            return new SpanRates(0, 1, 1);
        }

        long step = ++steps[index];
        return new SpanRates(
            rate / (1 - Math.Pow(Beta1, step)),
            1 / Math.Sqrt(1 - Math.Pow(Beta2, step)),
            span.Decays ? 1 - (rate * weightDecay) : 1);
    }

    private void StepByTensors(SpanRates[] rates)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        Tensor gradient = parameters.Gradient.to_type(ScalarType.Float32);
        if (gradientClip > 0)
        {
            // Scaled by a tensor: reading the norm would make the host wait for the device.
            gradient *= gradient.norm().Plus(NormEpsilon).reciprocal().Times(gradientClip).AtMostInPlace(1);
        }

        foreach ((ParameterSpan span, SpanRates rate) in parameters.Spans.Zip(rates).Where(pair => pair.Second.StepSize != 0))
        {
            Tensor Part(Tensor vector) => vector.narrow(0, span.Start, span.Length);
            Tensor part = Part(gradient);
            Tensor first = Part(firstMoment).TimesInPlace(Beta1).AddInPlace(part, 1 - Beta1);
            Tensor second = Part(secondMoment).TimesInPlace(Beta2).AddProductInPlace(part, part, 1 - Beta2);
            Part(parameters.Master).TimesInPlace(rate.Decay).AddQuotientInPlace(first, second.sqrt().TimesInPlace(rate.SecondCorrection).AddInPlace(Epsilon), -rate.StepSize);
        }

        parameters.Publish();
        parameters.Gradient.zero_();
    }

    private unsafe void StepInOnePass(SpanRates[] rates)
    {
        bool isBFloat16 = parameters.Working.dtype == ScalarType.BFloat16;
        long length = parameters.Master.numel();
        fixed (byte* master = parameters.Master.bytes, working = parameters.Working.bytes, gradient = parameters.Gradient.bytes)
        fixed (byte* first = firstMoment.bytes, second = secondMoment.bytes)
        {
            double norm = gradientClip > 0 ? AdamWKernel.Norm(gradient, isBFloat16, length) : 0;
            float scale = (float)(gradientClip > 0 ? Math.Min(1, gradientClip / (norm + NormEpsilon)) : 1);
            AdamWKernel.Vectors vectors = new()
            {
                Master = (float*)master,
                Working = (ushort*)working,
                Gradient = gradient,
                FirstMoment = (float*)first,
                SecondMoment = (float*)second,
                IsBFloat16 = isBFloat16,
            };
            AdamWKernel.Update(vectors, pieces, [.. rates.Select(rate => new AdamWKernel.Rates(
                scale,
                (float)rate.Decay,
                (float)(1 - Beta1),
                (float)(1 - Beta2),
                (float)rate.SecondCorrection,
                (float)Epsilon,
                (float)rate.StepSize))]);
        }
    }

    private readonly record struct SpanRates(double StepSize, double SecondCorrection, double Decay);
}
