using Hone.Training.Optimization;
using static TorchSharp.torch;

namespace Hone.Training.Loop;

/// <summary>Keeps the weights that scored best on validation.</summary>
/// <param name="metric">The validation metric that decides; <c>loss</c> is better low, all others high.</param>
/// <param name="parameters">The weights.</param>
internal sealed class BestWeights(string metric, FlatParameters parameters) : IDisposable
{
    private Tensor? weights;
    private double score = double.NegativeInfinity;

    /// <summary>How often weights were offered since the best.</summary>
    public int EpochsSinceBest { get; private set; }

    /// <summary>What the best weights scored.</summary>
    public Dictionary<string, double> Metrics { get; private set; } = [];

    /// <summary>Keeps the present weights if they are better.</summary>
    public void Offer(Dictionary<string, double> metrics)
    {
        double offered = metrics[$"validation/{metric}"] * (metric == "loss" ? -1 : 1);
        if (offered > score)
        {
            score = offered;
            Metrics = metrics;
            EpochsSinceBest = 0;
            weights?.Dispose();
            weights = parameters.Master.clone().DetachFromDisposeScope();
        }
        else
        {
            EpochsSinceBest++;
        }
    }

    /// <summary>Goes back to the best weights; without any offer the present ones stay.</summary>
    public void Restore()
    {
        if (weights is not null)
        {
            parameters.Restore(weights);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => weights?.Dispose();
}
