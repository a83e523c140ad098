using Hone.Training.Native;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Hone.Training.Tasks;

/// <summary>Cross-entropy with label smoothing (Szegedy et al. 2016).</summary>
internal static class CrossEntropy
{
    /// <summary>The mean over the rows, in nats.</summary>
    /// <param name="logits">fp32, <c>[rows, labels]</c>.</param>
    /// <param name="targets">The index of each row's label, <c>[rows]</c>.</param>
    /// <param name="smoothing">How much of the label's weight is spread over all labels.</param>
    /// <param name="weights">What each label weighs, <c>[labels]</c>; the mean is then over weights.</param>
    public static Tensor Smoothed(Tensor logits, Tensor targets, double smoothing, Tensor? weights = null)
    {
        Tensor loss = functional.cross_entropy(logits, targets, weight: weights);
        if (smoothing == 0)
        {
            return loss;
        }

        // As PyTorch has it: each label's part of the even distribution weighs as the label does.
        Tensor even = -functional.log_softmax(logits, 1);
        even = weights is null ? even.mean() : (even * weights).mean([1]).sum() / weights[targets].sum();
        return loss.Times(1 - smoothing).Plus(even.Times(smoothing));
    }
}
