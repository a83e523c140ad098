using Hone.Domain.Jobs.Specifications;
using Hone.Training.Architectures;
using Hone.Training.Optimization;
using Hone.Training.Tests.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Hone.Training.Tests.Architectures;

[Collection(nameof(TorchGenerator))]
public sealed class RecurrentLanguageModelTests
{
    private static readonly RecurrentConfiguration Small = new()
    {
        Cell = RecurrentCell.Lstm,
        VocabularySize = SampleSequences.Small.VocabularySize,
        Embedding = 16,
        Hidden = 16,
        Layers = 2,
        MaxLength = SampleSequences.Small.MaxLength,
        Bidirectional = true,
    };

    public RecurrentLanguageModelTests() => manual_seed(11);

    public static TheoryData<RecurrentCell> Cells => [.. Enum.GetValues<RecurrentCell>()];

    [Theory]
    [MemberData(nameof(Cells))]
    public void ForwardAndBackward_MakeEveryTensorOnTheDeviceOfTheModel(RecurrentCell cell)
    {
        using RecurrentLanguageModel model = new(Small with { Cell = cell, Dropout = 0.1 });
        model.to(META);

        foreach (int[][] sequences in (int[][][])[[[1, 2, 3], [4, 5, 6]], [[1, 2, 3], [4, 5, 6, 7], [8]]])
        {
            Tensor logits = model.forward(SampleSequences.Pack(sequences, META), tensor([0L, 7L], device: META));
            logits.sum().backward();
            Assert.Equal([2, Small.VocabularySize], logits.shape);
        }

        Assert.All(model.parameters(), parameter => Assert.Equal(DeviceType.META, parameter.grad!.device_type));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void States_AreTheSame_WhateverASequenceIsBatchedWith(RecurrentCell cell)
    {
        using IDisposable noGrad = no_grad();
        using RecurrentNetwork network = new(Small with { Cell = cell });
        network.eval();
        int[][] sequences = SampleSequences.Draw(20, seed: 7);

        using Tensor together = network.forward(SampleSequences.Pack(sequences));
        using Tensor reversed = network.forward(SampleSequences.Pack([.. sequences.Reverse()]));
        for (int i = 0, row = 0; i < sequences.Length; row += sequences[i].Length, i++)
        {
            using IDisposable scope = NewDisposeScope();
            Tensor alone = network.forward(SampleSequences.Pack([sequences[i]]));
            AssertClose(alone, together.narrow(0, row, sequences[i].Length));
            AssertClose(alone, reversed.narrow(0, reversed.shape[0] - row - sequences[i].Length, sequences[i].Length));
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void States_SeeNothingOfTheOtherSide(RecurrentCell cell)
    {
        using IDisposable noGrad = no_grad();
        using IDisposable scope = NewDisposeScope();
        using RecurrentNetwork network = new(Small with { Cell = cell });
        network.eval();
        const int Changed = 4;

        Tensor[] before = network.Directions(SampleSequences.Pack([[1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 3]]));
        Tensor[] after = network.Directions(SampleSequences.Pack([[1, 2, 3, 4, 9, 6, 7, 8], [1, 2, 3]]));

        AssertClose(before[0].narrow(0, 0, Changed), after[0].narrow(0, 0, Changed), 1e-6);
        AssertClose(before[1].narrow(0, Changed + 1, 6), after[1].narrow(0, Changed + 1, 6), 1e-6);
        Assert.All(Enumerable.Range(Changed, 4), row => Assert.True((before[0][row] - after[0][row]).abs().max().item<float>() > 1e-6));
        Assert.All(Enumerable.Range(0, Changed + 1), row => Assert.True((before[1][row] - after[1][row]).abs().max().item<float>() > 1e-6));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Read_PredictsWhatForwardPredicts(RecurrentCell cell)
    {
        using IDisposable inference = inference_mode();
        using IDisposable scope = NewDisposeScope();
        using RecurrentLanguageModel model = new(Small with { Cell = cell });
        model.eval();
        int[][] sequences = [[1, 2, 3, 4, 5], [6, 7, 8, 9, 10], [11, 12, 13, 14, 15]];
        Tensor all = model.forward(SampleSequences.Pack(sequences), arange(15, dtype: ScalarType.Int64)).view(3, 5, -1);
        Tensor tokens = tensor(sequences.SelectMany(sequence => sequence.Select(token => (long)token)).ToArray()).view(3, 5);
        using GenerationState state = model.CreateState();

        AssertClose(all.select(1, 2), model.Read(tokens.narrow(1, 0, 3), state));
        AssertClose(all.select(1, 3), model.Read(tokens.narrow(1, 3, 1), state));

        // As a beam search does: texts change places, and one is kept twice.
        Tensor kept = tensor([2L, 0L, 2L, 1L]);
        state.Select(kept);
        AssertClose(all.select(1, 4).index_select(0, kept), model.Read(tokens.narrow(1, 4, 1).index_select(0, kept), state));
        Assert.Equal(5, state.Length);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Training_LowersTheLoss_WithFlatParameters(RecurrentCell cell)
    {
        using RecurrentLanguageModel model = new(Small with { Cell = cell });
        double[] losses = [.. Losses(model, ScalarType.Float32, steps: 12)];

        Assert.True(losses[^1] < 0.7 * losses[0], $"{losses[0]} → {losses[^1]}");
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Training_LearnsTheSameInBFloat16_WithinItsPrecision(RecurrentCell cell)
    {
        using RecurrentLanguageModel model = new(Small with { Cell = cell });
        using RecurrentLanguageModel narrow = new(Small with { Cell = cell });
        CopyWeights(model, narrow);

        double[] losses = [.. Losses(model, ScalarType.Float32, steps: 4)];
        double[] narrowLosses = [.. Losses(narrow, ScalarType.BFloat16, steps: 4)];

        Assert.All(losses.Zip(narrowLosses), pair => Assert.Equal(pair.First, pair.Second, 0.02 * pair.First));
        Assert.All(narrow.parameters(), parameter => Assert.Equal(ScalarType.Float32, parameter.dtype));
    }

    [Fact]
    public void NamedTensors_HaveTheNamesAndShapesOfPyTorch()
    {
        using RecurrentLanguageModel model = new(Small with { Embedding = 8 });

        Dictionary<string, long[]> shapes = model.NamedTensors().ToDictionary(tensor => tensor.Name, tensor => tensor.Tensor.shape);

        Assert.Equal([50, 8], shapes["embeddings.word_embeddings.weight"]);
        Assert.Equal([64, 8], shapes["forward.weight_ih_l0"]);
        Assert.Equal([64, 16], shapes["forward.weight_hh_l0"]);
        Assert.Equal([64, 16], shapes["backward.weight_ih_l1"]);
        Assert.Equal([64], shapes["backward.bias_hh_l1"]);
        Assert.Equal([50, 16], shapes["output.weight"]);
        Assert.Equal([50], shapes["output.bias"]);
        Assert.Equal(1 + (2 * 2 * 4) + 2, shapes.Count);
        Assert.Equal(model.ParameterCount(), shapes.Values.Sum(shape => shape.Aggregate(1L, (x, y) => x * y)));
    }

    [Fact]
    public void Dropout_IsBetweenLayersOnly_AndRepeatsWithItsSeed()
    {
        using IDisposable scope = NewDisposeScope();
        using RecurrentNetwork deep = new(Small with { Dropout = 0.5 });
        using RecurrentNetwork shallow = new(Small with { Dropout = 0.5, Layers = 1 });
        PackedSequences sequences = SampleSequences.Pack(SampleSequences.Draw(3, seed: 2));

        Assert.True(States(deep, train: true, seed: 1).Equals(States(deep, train: true, seed: 1)));
        Assert.False(States(deep, train: true, seed: 1).Equals(States(deep, train: true, seed: 2)));
        Assert.False(States(deep, train: true, seed: 1).Equals(States(deep, train: false, seed: 1)));
        Assert.True(States(shallow, train: true, seed: 1).Equals(States(shallow, train: false, seed: 1)));

        Tensor States(RecurrentNetwork network, bool train, long seed)
        {
            network.train(train);
            manual_seed(seed);
            return network.forward(sequences);
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(8)]
    public void Initialization_KeepsLogitsSmall(int embedding)
    {
        using RecurrentLanguageModel model = new(Small with { Embedding = embedding, VocabularySize = 2000 });

        IEnumerable<NamedTensor> matrices = model.NamedTensors().Where(tensor => tensor.Name is "embeddings.word_embeddings.weight" or "output.weight");

        Assert.All(matrices, matrix => Assert.Equal(Small.InitializerRange, matrix.Tensor.std().item<float>(), 0.05 * Small.InitializerRange));
    }

    [Fact]
    public void Initialization_OpensTheForgetGatesOfAnLstm()
    {
        using RecurrentLanguageModel model = new(Small);
        Dictionary<string, Tensor> weights = model.NamedTensors().ToDictionary(tensor => tensor.Name, tensor => tensor.Tensor);
        double bound = 1 / Math.Sqrt(Small.Hidden);

        Tensor bias = (weights["forward.bias_ih_l1"] + weights["forward.bias_hh_l1"]).detach();

        Assert.True(bias.narrow(0, Small.Hidden, Small.Hidden).eq(1).all().item<bool>());
        Assert.InRange(bias.narrow(0, 0, Small.Hidden).abs().max().item<float>(), 0, 2 * bound);
        Assert.InRange(weights["backward.weight_hh_l0"].abs().max().item<float>(), 0.9 * bound, bound);
    }

    /// <summary>The losses of some steps of plain gradient descent on text that counts, in both directions.</summary>
    private static IEnumerable<double> Losses(RecurrentLanguageModel model, ScalarType type, int steps)
    {
        int[][] sequences = [.. Enumerable.Range(0, 8).Select(i => Enumerable.Range(0, 6 + (i % 2)).Select(j => (i + j) % 10).ToArray())];
        using PackedSequences packed = SampleSequences.Pack(sequences);
        long total = packed.Tokens.numel();
        using Tensor rows = arange(2 * total, dtype: ScalarType.Int64);
        using Tensor targets = cat([(packed.Tokens + 1) % 10, (packed.Tokens + 9) % 10], 0);
        using FlatParameters parameters = new(model, type);
        using AdamW optimizer = new(parameters, weightDecay: 0, gradientClip: 1);
        for (int step = 0; step < steps; step++)
        {
            using IDisposable scope = NewDisposeScope();
            Tensor loss = nn.functional.cross_entropy(model.forward(packed, rows).to_type(ScalarType.Float32), targets);
            loss.backward();
            optimizer.Step(0.02);
            yield return loss.item<float>();
        }

        parameters.Release();
    }

    private static void CopyWeights(RecurrentLanguageModel from, RecurrentLanguageModel to)
    {
        using IDisposable noGrad = no_grad();
        foreach ((NamedTensor source, NamedTensor target) in from.NamedTensors().Zip(to.NamedTensors()))
        {
            target.Tensor.copy_(source.Tensor);
        }
    }

    private static void AssertClose(Tensor expected, Tensor actual, double tolerance = 1e-5) =>
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, tolerance);
}
