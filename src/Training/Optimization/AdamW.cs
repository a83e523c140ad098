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
    private long step;

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
    }

    /// <summary>Updates the weights by the gathered gradient, and clears it.</summary>
    public void Step(double learningRate)
    {
        step++;
        double stepSize = learningRate / (1 - Math.Pow(Beta1, step));
        double secondCorrection = 1 / Math.Sqrt(1 - Math.Pow(Beta2, step));
        double decay = 1 - (learningRate * weightDecay);
        if (inOnePass)
        {
            StepInOnePass(stepSize, secondCorrection, decay);
        }
        else
        {
            StepByTensors(stepSize, secondCorrection, decay);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        firstMoment.Dispose();
        secondMoment.Dispose();
    }

    private void StepByTensors(double stepSize, double secondCorrection, double decay)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        Tensor gradient = parameters.Gradient.to_type(ScalarType.Float32);
        if (gradientClip > 0)
        {
            // Scaled by a tensor: reading the norm would make the host wait for the device.
            gradient = gradient * (gradientClip / (gradient.norm() + NormEpsilon)).clamp_max_(1);
        }

        firstMoment.mul_(Beta1).add_(gradient, 1 - Beta1);
        secondMoment.mul_(Beta2).addcmul_(gradient, gradient, 1 - Beta2);
        parameters.Master.narrow(0, 0, parameters.DecayedLength).mul_(decay);
        parameters.Master.addcdiv_(firstMoment, secondMoment.sqrt().mul_(secondCorrection).add_(Epsilon), -stepSize);
        parameters.Publish();
        parameters.Gradient.zero_();
    }

    private unsafe void StepInOnePass(double stepSize, double secondCorrection, double decay)
    {
        bool isBFloat16 = parameters.Working.dtype == ScalarType.BFloat16;
        long length = parameters.Master.numel();
        fixed (byte* master = parameters.Master.bytes, working = parameters.Working.bytes, gradient = parameters.Gradient.bytes)
        fixed (byte* first = firstMoment.bytes, second = secondMoment.bytes)
        {
            double norm = gradientClip > 0 ? AdamWKernel.Norm(gradient, isBFloat16, length) : 0;
            AdamWKernel.Vectors vectors = new()
            {
                Master = (float*)master,
                Working = (ushort*)working,
                Gradient = gradient,
                FirstMoment = (float*)first,
                SecondMoment = (float*)second,
                IsBFloat16 = isBFloat16,
                Length = length,
                DecayedLength = parameters.DecayedLength,
            };
            AdamWKernel.Update(vectors, new AdamWKernel.Rates(
                (float)(gradientClip > 0 ? Math.Min(1, gradientClip / (norm + NormEpsilon)) : 1),
                (float)decay,
                (float)(1 - Beta1),
                (float)(1 - Beta2),
                (float)secondCorrection,
                (float)Epsilon,
                (float)stepSize));
        }
    }
}
