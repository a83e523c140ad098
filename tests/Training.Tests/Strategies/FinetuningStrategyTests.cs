using Hone.Domain.Jobs.Specifications;
using Hone.Training.Architectures;
using Hone.Training.Optimization;
using Hone.Training.Strategies;
using Hone.Training.Tests.Architectures;
using Hone.Training.Tests.Native;
using TorchSharp;
using static TorchSharp.torch;
using AdamW = Hone.Training.Optimization.AdamW;

namespace Hone.Training.Tests.Strategies;

[Collection(nameof(TorchGenerator))]
public sealed class FinetuningStrategyTests
{
    private static readonly StrategyOptions Lora = new() { Kind = StrategyKind.Lora, Rank = 2 };

    private readonly PackedSequences sequences = SampleSequences.Pack(SampleSequences.Draw(6, seed: 2));

    public FinetuningStrategyTests() => manual_seed(3);

    public static TheoryData<string, ScalarType> Networks => new()
    {
        { "encoder", ScalarType.Float32 },
        { "encoder", ScalarType.BFloat16 },
        { "recurrent", ScalarType.Float32 },
        { "recurrent", ScalarType.BFloat16 },
        { "decoder", ScalarType.Float32 },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Lora_ComputesTheSame_MergedAndUnmerged(string network, ScalarType type)
    {
        using TextClassificationModel model = new(SampleBackbones.Create(network), labels: 3, Pooling.Mean);
        using Tensor before = Predict(model);
        StrategyOptions all = Lora with { Targets = network == "recurrent" ? ["input", "state"] : ["query", "key", "value", "attention-output", "intermediate", "output"] };
        FinetuningStrategy strategy = FinetuningStrategy.Prepare(all, model);
        using Tensor untrained = Predict(model);
        Train(model, strategy, type, epochs: 1);

        using Tensor unmerged = Predict(model);
        strategy.Complete();
        using Tensor merged = Predict(model);

        AssertClose(before, untrained, 1e-6);
        Assert.True((unmerged - before).abs().max().item<float>() > 1e-3);
        AssertClose(unmerged, merged, 1e-5);
    }

    [Theory]
    [InlineData(StrategyKind.HeadOnly, "encoder", ScalarType.BFloat16)]
    [InlineData(StrategyKind.HeadOnly, "recurrent", ScalarType.Float32)]
    [InlineData(StrategyKind.Lora, "encoder", ScalarType.BFloat16)]
    [InlineData(StrategyKind.Lora, "recurrent", ScalarType.BFloat16)]
    public void Weights_ThatRest_StayAsTheyWereToTheLastBit(StrategyKind kind, string network, ScalarType type)
    {
        using TextClassificationModel model = new(SampleBackbones.Create(network), labels: 3, Pooling.Mean);
        Dictionary<string, Tensor> before = model.NamedTensors().ToDictionary(tensor => tensor.Name, tensor => tensor.Tensor.clone());
        FinetuningStrategy strategy = FinetuningStrategy.Prepare(new StrategyOptions { Kind = kind }, model);

        long learning = strategy.CountLearning();
        Train(model, strategy, type, epochs: 2);

        string[] changed = [.. model.NamedTensors().Where(tensor => !tensor.Tensor.Equals(before[tensor.Name])).Select(tensor => tensor.Name)];
        Assert.Equal(["classifier.weight", "classifier.bias"], changed);
        Assert.True(learning < model.ParameterCount() / 2);
    }

    [Fact]
    public void Lora_LearnsLessThanTwoPercentOfTheWeights_OfADefaultNetwork()
    {
        EncoderConfiguration mini = EncoderConfiguration.From(new ArchitectureOptions(), vocabularySize: 8000);
        using TextClassificationModel model = new(new Encoder(mini), labels: 20, Pooling.Mean);
        long all = model.ParameterCount();

        long learning = FinetuningStrategy.Prepare(new StrategyOptions { Kind = StrategyKind.Lora }, model).CountLearning();

        Assert.InRange(learning, 1, 0.02 * all);
    }

    [Theory]
    [InlineData("encoder")]
    [InlineData("recurrent")]
    public void GradualUnfreeze_LetsLayersLearnFromTheTopDown(string network)
    {
        using TextClassificationModel model = new(SampleBackbones.Create(network), labels: 3, Pooling.Mean);
        FinetuningStrategy strategy = FinetuningStrategy.Prepare(new StrategyOptions { Kind = StrategyKind.GradualUnfreeze, LayersPerEpoch = 1 }, model);
        List<bool[]> learnt = [];

        Train(model, strategy, ScalarType.Float32, epochs: 4, (before, after) => learnt.Add([.. before.Zip(after, (x, y) => !x.Equals(y))]));

        // Two layers on the embeddings; the head learns all the time.
        Assert.Equal([false, false, false], learnt[0]);
        Assert.Equal([false, false, true], learnt[1]);
        Assert.Equal([false, true, true], learnt[2]);
        Assert.Equal([true, true, true], learnt[3]);
    }

    [Fact]
    public void LayerDecay_SlowsLayersDown_TheLowerTheMore()
    {
        using TextClassificationModel model = new(SampleBackbones.Create("encoder"), labels: 3, Pooling.Mean);
        FinetuningStrategy strategy = FinetuningStrategy.Prepare(new StrategyOptions { LayerDecay = 0.5 }, model);
        double[] moved = [];

        Train(model, strategy, ScalarType.Float32, epochs: 1, (before, after) => moved = [.. before.Zip(after, (x, y) => (double)(x - y).abs().max().item<float>())]);

        // The first step of Adam moves every weight by the learning rate.
        Assert.Equal([0.01 / 8, 0.01 / 4, 0.01 / 2], moved, (expected, actual) => Math.Abs(expected - actual) < 1e-4 * expected + 1e-5);
    }

    [Theory]
    [InlineData("encoder")]
    [InlineData("recurrent")]
    [InlineData("decoder")]
    public void Lora_MakesEveryTensorOnTheDeviceOfTheModel_AndLetsTheRestRest(string network)
    {
        using TextClassificationModel model = new(SampleBackbones.Create(network, dropout: 0.1), labels: 3, Pooling.Mean);
        _ = FinetuningStrategy.Prepare(Lora with { Dropout = 0.1 }, model);
        model.to(META);

        model.forward(SampleSequences.Pack(SampleSequences.Draw(5, seed: 1), META)).sum().backward();

        Assert.All(model.parameters(), parameter => Assert.Equal(parameter.requires_grad ? DeviceType.META : null, parameter.grad?.device_type));
        Assert.Contains(model.parameters(), parameter => !parameter.requires_grad);
    }

    /// <summary>Takes a step in each epoch.</summary>
    private void Train(
        TextClassificationModel model,
        FinetuningStrategy strategy,
        ScalarType type,
        int epochs,
        Action<Tensor[], Tensor[]>? observe = null)
    {
        ParameterGroups groups = strategy.Group();
        using FlatParameters parameters = new(model, type, groups);
        using AdamW optimizer = new(parameters, weightDecay: 0, gradientClip: 1);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            using IDisposable scope = NewDisposeScope();
            strategy.BeginEpoch(groups, epoch, epochs);
            Tensor[] before = Snapshot();
            for (int step = 0; step < (observe is null ? 5 : 1); step++)
            {
                model.forward(sequences).to_type(ScalarType.Float32).square().sum().backward();
                optimizer.Step(0.01);
            }

            observe?.Invoke(before, Snapshot());
        }

        parameters.Release();

        Tensor[] Snapshot()
        {
            using IDisposable noGrad = no_grad();
            return [.. model.Backbone.Groups.Select(group => cat([.. group.SelectMany(module => module.parameters()).Select(parameter => parameter.flatten())], 0).clone())];
        }
    }

    private Tensor Predict(TextClassificationModel model)
    {
        using IDisposable noGrad = no_grad();
        model.eval();
        Tensor result = model.forward(sequences);
        model.train();
        return result;
    }

    private static void AssertClose(Tensor expected, Tensor actual, double tolerance) =>
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, tolerance);
}
