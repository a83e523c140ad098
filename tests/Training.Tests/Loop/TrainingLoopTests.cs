using Hone.Domain.Jobs.Specifications;
using Hone.Training.Architectures;
using Hone.Training.Data;
using Hone.Training.Loop;
using Hone.Training.Objectives;
using Hone.Training.Tests.Architectures;
using TorchSharp;
using static TorchSharp.torch;

namespace Hone.Training.Tests.Loop;

public sealed class TrainingLoopTests
{
    [Fact]
    public void Run_LeavesNoTensorBehind()
    {
        int[][] sequences = SampleSequences.Draw(40, seed: 3);
        LabelledSequences examples = new(sequences, [.. sequences.Select(sequence => sequence[0] % 3)], batchTokens: 100);
        using TextClassificationModel model = new(SampleSequences.Small with { Dropout = 0.1 }, labels: 3, Pooling.Mean);
        TextClassification objective = new(model, CPU);
        using TrainingLoop<LabelledBatch> loop = new(objective, new FinetuningOptions(), ScalarType.Float32, totalSteps: 100);
        Learn();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        for (int epoch = 1; epoch <= 3; epoch++)
        {
            Learn();
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Learn()
        {
            foreach (TrainingStep step in loop.Run(examples.Epoch(seed: 1, epoch: 0), CancellationToken.None))
            {
                Assert.True(step.Tokens > 0);
            }

            _ = objective.Evaluate(examples, CancellationToken.None);
            Assert.True(double.IsFinite(loop.TakeLoss()));
        }
    }

    [Fact]
    public void Run_LowersTheLoss()
    {
        int[][] sequences = SampleSequences.Draw(60, seed: 3);
        LabelledSequences examples = new(sequences, [.. sequences.Select(sequence => sequence[0] % 2)], batchTokens: 200);
        using TextClassificationModel model = new(SampleSequences.Small, labels: 2, Pooling.Cls);
        TextClassification objective = new(model, CPU);
        using TrainingLoop<LabelledBatch> loop = new(objective, new FinetuningOptions { LearningRate = 5e-3 }, ScalarType.Float32, totalSteps: 150);
        double before = objective.Evaluate(examples, CancellationToken.None).Loss;

        long steps = loop.Run(Enumerable.Range(0, 30).SelectMany(epoch => examples.Epoch(seed: 1, epoch)), CancellationToken.None).LongCount();

        Assert.InRange(steps, 100, 200);
        Assert.InRange(objective.Evaluate(examples, CancellationToken.None).Loss, 0, before / 2);
    }
}
