using Hone.Domain.Jobs.Specifications;
using Hone.Training.Architectures;
using Hone.Training.Data;
using Hone.Training.Loop;
using Hone.Training.Objectives;
using Hone.Training.Tasks;
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
        ExampleSet<ClassifiedText> examples = new([.. sequences.Select(sequence => new ClassifiedText(sequence, null, [sequence[0] % 3]))], batchTokens: 100);
        using TextClassificationModel model = new(new Encoder(SampleSequences.Small with { Dropout = 0.1 }), labels: 3, Pooling.Mean);
        TextObjective objective = new(model);
        using TrainingLoop<ExampleBatch<ClassifiedText>> loop = new(objective, new FinetuningOptions(), ScalarType.Float32, totalSteps: 100);
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

            _ = objective.Loss(examples);
            Assert.True(double.IsFinite(loop.TakeLoss()));
        }
    }

    [Fact]
    public void Run_LowersTheLoss()
    {
        int[][] sequences = SampleSequences.Draw(60, seed: 3);
        ExampleSet<ClassifiedText> examples = new([.. sequences.Select(sequence => new ClassifiedText(sequence, null, [sequence[0] % 2]))], batchTokens: 200);
        using TextClassificationModel model = new(new Encoder(SampleSequences.Small), labels: 2, Pooling.Cls);
        TextObjective objective = new(model);
        using TrainingLoop<ExampleBatch<ClassifiedText>> loop = new(objective, new FinetuningOptions { LearningRate = 5e-3 }, ScalarType.Float32, totalSteps: 150);
        double before = objective.Loss(examples);

        long steps = loop.Run(Enumerable.Range(0, 30).SelectMany(epoch => examples.Epoch(seed: 1, epoch)), CancellationToken.None).LongCount();

        Assert.InRange(steps, 100, 200);
        Assert.InRange(objective.Loss(examples), 0, before / 2);
    }

    /// <summary>Plain cross-entropy.</summary>
    private sealed class TextObjective(TextClassificationModel model) : IObjective<ExampleBatch<ClassifiedText>>
    {
        public nn.Module Model => model;

        public Tensor Loss(ExampleBatch<ClassifiedText> batch)
        {
            using PackedSequences sequences = batch.Pack(CPU);
            using Tensor labels = tensor(batch.Examples.Select(example => (long)example.Labels[0]).ToArray());
            return nn.functional.cross_entropy(model.forward(sequences), labels);
        }

        public double Loss(ExampleSet<ClassifiedText> examples)
        {
            using IDisposable scope = NewDisposeScope();
            using IDisposable noGrad = no_grad();
            return Loss(new ExampleBatch<ClassifiedText>(examples.Examples)).item<float>();
        }
    }
}
