using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;
using Hone.Training.Data;
using Hone.Training.Native;
using Hone.Training.Objectives;
using Hone.Training.Optimization;
using static TorchSharp.torch;

namespace Hone.Training.Loop;

/// <summary>
/// Takes optimizer steps, one per batch, and hands each back when it is taken. It knows neither the family nor the task: those are the
/// objective's. Nothing in a step waits for the device; <see cref="TakeLoss"/> does.
/// </summary>
/// <typeparam name="TBatch">What is learnt from.</typeparam>
public sealed class TrainingLoop<TBatch> : IDisposable
    where TBatch : Batch
{
    private readonly IObjective<TBatch> objective;
    private readonly LearningRateSchedule schedule;
    private readonly FlatParameters parameters;
    private readonly AdamW optimizer;
    private readonly Tensor lossSum;
    private readonly MemoryBound memory = new();
    private long taken;
    private long lossCount;

    /// <param name="objective">What is taught to what; its model is on its device, in fp32.</param>
    /// <param name="options">The optimizer's options.</param>
    /// <param name="workingType">What the network computes in.</param>
    /// <param name="totalSteps">Steps the schedule spans.</param>
    /// <param name="groups">Which parameters learn at the same rate; all, when null.</param>
    public TrainingLoop(IObjective<TBatch> objective, TrainingOptions options, ScalarType workingType, long totalSteps, ParameterGroups? groups = null)
    {
        this.objective = objective;
        schedule = LearningRateSchedule.From(options, totalSteps);
        parameters = new FlatParameters(objective.Model, workingType, groups);
        optimizer = new AdamW(parameters, options.WeightDecay, options.GradientClip);
        lossSum = zeros([], dtype: ScalarType.Float32, device: parameters.Master.device).DetachFromDisposeScope();
        objective.Model.train();
    }

    /// <summary>The weights that are learnt.</summary>
    public FlatParameters Parameters => parameters;

    /// <summary>Learns from batches, a step each. May be called again to go on.</summary>
    public IEnumerable<TrainingStep> Run(IEnumerable<TBatch> batches, CancellationToken cancellationToken)
    {
        if (taken == 0)
        {
            MemoryBound.Begin();
        }

        foreach (TBatch batch in batches.Prefetched())
        {
            cancellationToken.ThrowIfCancellationRequested();
            double rate = schedule.At(taken);
            Learn(batch, rate);
            memory.TookStep();
            yield return new TrainingStep(++taken, batch.Tokens.Length, rate);
        }
    }

    /// <summary>The mean loss of the steps since the last call.</summary>
    /// <exception cref="RefusalException">It is not a finite number: the run has diverged.</exception>
    public double TakeLoss()
    {
        using IDisposable scope = NewDisposeScope();
        double mean = lossSum.item<float>() / Math.Max(1, lossCount);
        if (!double.IsFinite(mean))
        {
            throw new RefusalException(
                RefusalKind.Invalid,
                ProblemCodes.NonFiniteLoss,
                $"The loss became {mean} by step {taken}: training diverged. A lower learning rate, more warm-up or gradient clipping helps.");
        }

        lossSum.zero_();
        lossCount = 0;
        return mean;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lossSum.Dispose();
        optimizer.Dispose();
        parameters.Dispose();
    }

    private void Learn(TBatch batch, double rate)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor loss = objective.Loss(batch);
        loss.backward();
        using (no_grad())
        {
            lossSum.AddInPlace(loss.detach());
        }

        lossCount++;
        optimizer.Step(rate);
    }
}
