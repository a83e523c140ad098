using Hone.Domain.Jobs.Specifications;
using Hone.Training.Architectures;
using Hone.Training.Architectures.Layouts;
using TorchSharp;
using static TorchSharp.torch;

namespace Hone.Training.Tests.Architectures;

public sealed class MaskedLanguageModelTests
{
    public static TheoryData<string> ModelTypes => [.. EncoderLayouts.All.Select(layout => layout.ModelType)];

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void ForwardAndBackward_MakeEveryTensorOnTheDeviceOfTheModel(string modelType)
    {
        EncoderLayout layout = EncoderLayouts.Find(modelType)!;
        using MaskedLanguageModel model = new(SampleSequences.Small with { Dropout = 0.1, Layout = layout, TokenTypes = layout.Keys.TokenTypes is null ? 0 : 2 });
        model.to(META);

        Tensor logits = model.forward(SampleSequences.Pack([[1, 2, 3], [4, 5, 6], [7]], META), tensor([0L, 6L], device: META));
        logits.sum().backward();

        Assert.Equal([2, SampleSequences.Small.VocabularySize], logits.shape);
        Assert.All(model.parameters(), parameter => Assert.Equal(TorchSharp.DeviceType.META, parameter.grad!.device_type));
    }

    [Fact]
    public void Forward_PredictsOnlyTheRowsAskedFor()
    {
        using MaskedLanguageModel model = new(SampleSequences.Small);
        model.eval();
        using IDisposable noGrad = no_grad();
        using PackedSequences sequences = SampleSequences.Pack([[1, 2, 3], [4, 5, 6, 7]]);

        using Tensor all = model.forward(sequences, arange(7, dtype: ScalarType.Int64));
        using Tensor some = model.forward(sequences, tensor([5L, 2L]));

        Assert.True((some[0] - all[5]).abs().max().item<float>() < 1e-6);
        Assert.True((some[1] - all[2]).abs().max().item<float>() < 1e-6);
    }

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void Forward_GivesTheSame_WhateverASequenceIsBatchedWith(string modelType)
    {
        EncoderLayout layout = EncoderLayouts.Find(modelType)!;
        using MaskedLanguageModel model = new(SampleSequences.Small with { Layout = layout, TokenTypes = layout.Keys.TokenTypes is null ? 0 : 2 });
        model.eval();
        using IDisposable noGrad = no_grad();
        using PackedSequences alone = SampleSequences.Pack([[9, 8, 7, 6]]);
        using PackedSequences together = SampleSequences.Pack([[1, 2], [9, 8, 7, 6], [3, 3, 3, 3], [5]]);

        using Tensor expected = model.forward(alone, arange(4, dtype: ScalarType.Int64));
        using Tensor actual = model.forward(together, arange(2, 6, dtype: ScalarType.Int64));

        Assert.InRange((expected - actual).abs().max().item<float>(), 0, 1e-5);
    }

    [Fact]
    public void NamedTensors_HaveTheNamesAndShapesOfBert()
    {
        using MaskedLanguageModel model = new(SampleSequences.Small);

        Dictionary<string, long[]> shapes = model.NamedTensors().ToDictionary(tensor => tensor.Name, tensor => tensor.Tensor.shape);

        Assert.Equal([50, 16], shapes["bert.embeddings.word_embeddings.weight"]);
        Assert.Equal([24, 16], shapes["bert.embeddings.position_embeddings.weight"]);
        Assert.Equal([2, 16], shapes["bert.embeddings.token_type_embeddings.weight"]);
        Assert.Equal([16, 16], shapes["bert.encoder.layer.1.attention.self.key.weight"]);
        Assert.Equal([16], shapes["bert.encoder.layer.1.attention.output.LayerNorm.bias"]);
        Assert.Equal([32, 16], shapes["bert.encoder.layer.0.intermediate.dense.weight"]);
        Assert.Equal([16, 32], shapes["bert.encoder.layer.0.output.dense.weight"]);
        Assert.Equal([50], shapes["cls.predictions.bias"]);
        Assert.Equal(5 + (2 * 16) + 5, shapes.Count);
        Assert.Equal(model.parameters().Sum(parameter => parameter.numel()), shapes.Values.Sum(shape => shape.Aggregate(1L, (x, y) => x * y)));
    }

    [Fact]
    public void NamedTensors_HaveTheNamesAndShapesOfRobertaPreLayerNorm_WhereItNormalisesFirst()
    {
        ArchitectureOptions options = new() { Norm = NormPlacement.Pre, Layers = 2, Hidden = 16, Heads = 2, MaxLength = 24 };
        using MaskedLanguageModel model = new(EncoderConfiguration.From(options, vocabularySize: 50));

        Dictionary<string, long[]> shapes = model.NamedTensors().ToDictionary(tensor => tensor.Name, tensor => tensor.Tensor.shape);

        Assert.Equal([25, 16], shapes["roberta_prelayernorm.embeddings.position_embeddings.weight"]);
        Assert.Equal([16], shapes["roberta_prelayernorm.embeddings.LayerNorm.weight"]);
        Assert.Equal([16, 16], shapes["roberta_prelayernorm.encoder.layer.1.attention.self.key.weight"]);
        Assert.Equal([16], shapes["roberta_prelayernorm.encoder.layer.1.attention.LayerNorm.bias"]);
        Assert.Equal([16], shapes["roberta_prelayernorm.encoder.layer.0.intermediate.LayerNorm.bias"]);
        Assert.Equal([64, 16], shapes["roberta_prelayernorm.encoder.layer.0.intermediate.dense.weight"]);
        Assert.Equal([16], shapes["roberta_prelayernorm.LayerNorm.weight"]);
        Assert.Equal([16, 16], shapes["lm_head.dense.weight"]);
        Assert.Equal([16], shapes["lm_head.layer_norm.weight"]);
        Assert.Equal([50], shapes["lm_head.bias"]);
        Assert.Equal(5 + (2 * 16) + 2 + 5, shapes.Count);
        Assert.Equal(model.parameters().Sum(parameter => parameter.numel()), shapes.Values.Sum(shape => shape.Aggregate(1L, (x, y) => x * y)));
    }
}
