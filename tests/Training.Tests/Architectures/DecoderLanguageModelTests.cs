using Hone.Training.Architectures;
using TorchSharp;
using static TorchSharp.torch;

namespace Hone.Training.Tests.Architectures;

public sealed class DecoderLanguageModelTests
{
    private static readonly DecoderConfiguration Small = new() { VocabularySize = 50, Hidden = 16, Layers = 2, Heads = 2, MaxLength = 24, Dropout = 0 };

    [Fact]
    public void ForwardAndBackward_MakeEveryTensorOnTheDeviceOfTheModel()
    {
        using DecoderLanguageModel model = new(Small with { Dropout = 0.1 });
        model.to(META);

        Tensor logits = model.forward(SampleSequences.Pack([[1, 2, 3], [4, 5, 6], [7]], META), tensor([0L, 6L], device: META));
        logits.sum().backward();

        Assert.Equal([2, Small.VocabularySize], logits.shape);
        Assert.All(model.parameters(), parameter => Assert.Equal(TorchSharp.DeviceType.META, parameter.grad!.device_type));
    }

    [Fact]
    public void Forward_NeverSeesTheFuture()
    {
        using DecoderLanguageModel model = Model();
        using IDisposable noGrad = no_grad();

        Tensor original = Logits(model, [[1, 2, 3, 4, 5, 6]]);
        Tensor changed = Logits(model, [[1, 2, 3, 40, 41, 42]]);

        Assert.Equal(0, Distance(original.narrow(0, 0, 3), changed.narrow(0, 0, 3)), 1e-6);
        Assert.NotEqual(0, Distance(original.narrow(0, 3, 3), changed.narrow(0, 3, 3)), 1e-3);
    }

    [Fact]
    public void Forward_GivesTheSame_WhateverASequenceIsBatchedWith()
    {
        using DecoderLanguageModel model = Model();
        using IDisposable noGrad = no_grad();

        Tensor alone = Logits(model, [[9, 8, 7, 6]]);
        Tensor together = Logits(model, [[1, 2], [9, 8, 7, 6], [3, 3, 3, 3], [5]]);

        Assert.Equal(0, Distance(alone, together.narrow(0, 2, 4)), 1e-5);
    }

    [Fact]
    public void Read_GivesWhatForwardGives_TokenByToken()
    {
        using DecoderLanguageModel model = Model();
        using IDisposable noGrad = no_grad();
        int[] tokens = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5];
        Tensor whole = Logits(model, [tokens]);
        using GenerationState state = model.CreateState();

        Tensor first = model.Read(Batch([tokens[..4]]), state);
        Assert.Equal(0, Distance(whole[3], first[0]), 1e-5);
        for (int i = 4; i < tokens.Length; i++)
        {
            Assert.Equal(i, state.Length);
            Assert.Equal(0, Distance(whole[i], model.Read(Batch([[tokens[i]]]), state)[0]), 1e-5);
        }
    }

    [Fact]
    public void Select_MakesSequencesGoOnFromOthers()
    {
        using DecoderLanguageModel model = Model();
        using IDisposable noGrad = no_grad();
        using GenerationState state = model.CreateState();
        model.Read(Batch([[1, 2, 3], [7, 8, 9]]), state);

        state.Select(tensor([1L, 1L, 0L]));
        Tensor next = model.Read(Batch([[10], [11], [12]]), state);

        Assert.Equal(0, Distance(Logits(model, [[7, 8, 9, 10]])[3], next[0]), 1e-5);
        Assert.Equal(0, Distance(Logits(model, [[7, 8, 9, 11]])[3], next[1]), 1e-5);
        Assert.Equal(0, Distance(Logits(model, [[1, 2, 3, 12]])[3], next[2]), 1e-5);
    }

    [Fact]
    public void Read_Refuses_BeyondTheLastPosition()
    {
        using DecoderLanguageModel model = Model();
        using IDisposable noGrad = no_grad();
        using GenerationState state = model.CreateState();
        model.Read(Batch([[.. Enumerable.Range(0, Small.MaxLength)]]), state);

        Assert.Throws<ArgumentException>(() => model.Read(Batch([[1]]), state));
    }

    [Fact]
    public void NamedTensors_HaveTheNamesAndShapesOfGpt2()
    {
        using DecoderLanguageModel model = Model();

        Dictionary<string, long[]> shapes = model.NamedTensors().ToDictionary(tensor => tensor.Name, tensor => tensor.Tensor.shape);

        Assert.Equal([50, 16], shapes["transformer.wte.weight"]);
        Assert.Equal([24, 16], shapes["transformer.wpe.weight"]);
        Assert.Equal([16, 48], shapes["transformer.h.1.attn.c_attn.weight"]);
        Assert.Equal([48], shapes["transformer.h.1.attn.c_attn.bias"]);
        Assert.Equal([16, 64], shapes["transformer.h.0.mlp.c_fc.weight"]);
        Assert.Equal([64, 16], shapes["transformer.h.0.mlp.c_proj.weight"]);
        Assert.Equal(2 + (2 * 12) + 2, shapes.Count);
        Assert.Equal(model.parameters().Sum(parameter => parameter.numel()), shapes.Values.Sum(shape => shape.Aggregate(1L, (x, y) => x * y)));
    }

    private static DecoderLanguageModel Model()
    {
        DecoderLanguageModel model = new(Small);
        model.eval();
        return model;
    }

    private static Tensor Logits(DecoderLanguageModel model, int[][] sequences)
    {
        using PackedSequences packed = SampleSequences.Pack(sequences);
        return model.forward(packed, arange(sequences.Sum(sequence => sequence.Length), dtype: ScalarType.Int64));
    }

    private static Tensor Batch(int[][] sequences) => stack(sequences.Select(sequence => tensor(sequence.Select(id => (long)id).ToArray())));

    private static float Distance(Tensor left, Tensor right) => (left - right).abs().max().item<float>();
}
