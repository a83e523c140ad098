using Hone.Domain.Jobs.Specifications;
using Hone.Training.Architectures;
using TorchSharp;
using static TorchSharp.torch;

namespace Hone.Training.Tests.Architectures;

public sealed class TextClassificationModelTests
{
    public static TheoryData<string, Pooling> Networks => new()
    {
        { "encoder", Pooling.Mean },
        { "encoder", Pooling.Cls },
        { "recurrent", Pooling.Mean },
        { "decoder", Pooling.Mean },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Forward_GivesTheSameLogits_WhateverASequenceIsBatchedWith(string network, Pooling pooling)
    {
        using TextClassificationModel model = new(SampleBackbones.Create(network), labels: 3, pooling);
        model.eval();
        using IDisposable noGrad = no_grad();
        int[][] sequences = SampleSequences.Draw(20, seed: 7);

        using Tensor together = model.forward(SampleSequences.Pack(sequences));
        for (int i = 0; i < sequences.Length; i++)
        {
            using Tensor alone = model.forward(SampleSequences.Pack([sequences[i]]));
            Assert.True((together[i] - alone[0]).abs().max().item<float>() < 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(SampleBackbones.Names), MemberType = typeof(SampleBackbones))]
    public void Forward_TellsTokensApartByPosition(string network)
    {
        using TextClassificationModel model = new(SampleBackbones.Create(network), labels: 3, Pooling.Mean);
        model.eval();
        using IDisposable noGrad = no_grad();

        using Tensor forwards = model.forward(SampleSequences.Pack([[1, 2, 3]]));
        using Tensor backwards = model.forward(SampleSequences.Pack([[3, 2, 1]]));

        Assert.True((forwards - backwards).abs().max().item<float>() > 1e-6);
    }

    [Theory]
    [InlineData("encoder")]
    [InlineData("recurrent")]
    public void Forward_TellsTheTextsOfAPairApart(string network)
    {
        using TextClassificationModel model = new(SampleBackbones.Create(network, tokenTypes: 2), labels: 3, Pooling.Mean);
        model.eval();
        using IDisposable noGrad = no_grad();

        using Tensor plain = model.forward(SampleSequences.Pack([[1, 2, 3, 4]]));
        using Tensor untold = model.forward(new PackedSequences([1, 2, 3, 4], [4], CPU, [0, 0, 0, 0]));
        using Tensor told = model.forward(new PackedSequences([1, 2, 3, 4], [4], CPU, [0, 0, 1, 1]));

        Assert.True((plain - untold).abs().max().item<float>() is 0 || network == "recurrent");
        Assert.True((plain - told).abs().max().item<float>() > 1e-6);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void ForwardAndBackward_MakeEveryTensorOnTheDeviceOfTheModel(string network, Pooling pooling)
    {
        // On META nothing is computed, and an operation that mixes devices throws.
        using TextClassificationModel model = new(SampleBackbones.Create(network, dropout: 0.1), labels: 3, pooling);
        model.to(META);

        Tensor logits = model.forward(SampleSequences.Pack(SampleSequences.Draw(5, seed: 1), META));
        logits.sum().backward();

        Assert.Equal([5, 3], logits.shape);
        Assert.All(model.parameters(), parameter => Assert.Equal(TorchSharp.DeviceType.META, parameter.grad!.device_type));
    }
}
