using System.Diagnostics;
using Hone.Domain.Jobs;

namespace Hone.Training.Running;

/// <summary>Takes stock of what this process has spent on a training.</summary>
internal static class TrainingCost
{
    /// <summary>The cost of a training that has ended.</summary>
    /// <param name="tokens">Tokens that were learnt from.</param>
    /// <param name="trainable">Weights that learnt.</param>
    public static JobCost Of(long tokens, long trainable)
    {
        using Process self = Process.GetCurrentProcess();
        return new JobCost { Tokens = tokens, TrainableParameters = trainable, PeakMemoryBytes = self.PeakWorkingSet64 is > 0 and long peak ? peak : null };
    }
}
