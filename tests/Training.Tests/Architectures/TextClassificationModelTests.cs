using Hone.Domain.Jobs.Specifications;
using Hone.Training.Architectures;
using TorchSharp;
using static TorchSharp.torch;

namespace Hone.Training.Tests.Architectures;

public sealed class TextClassificationModelTests
{
    [Theory]
    [InlineData(Pooling.Mean)]
    [InlineData(Pooling.Cls)]
    public void Forward_GivesTheSameLogits_WhateverASequenceIsBatchedWith(Pooling pooling)
    {
        using TextClassificationModel model = new(SampleSequences.Small, labels: 3, pooling);
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

    [Fact]
    public void Forward_TellsTokensApartByPosition()
    {
        using TextClassificationModel model = new(SampleSequences.Small, labels: 3, Pooling.Mean);
        model.eval();
        using IDisposable noGrad = no_grad();

        using Tensor forwards = model.forward(SampleSequences.Pack([[1, 2, 3]]));
        using Tensor backwards = model.forward(SampleSequences.Pack([[3, 2, 1]]));

        Assert.True((forwards - backwards).abs().max().item<float>() > 1e-6);
    }

    [Theory]
    [InlineData(Pooling.Mean)]
    [InlineData(Pooling.Cls)]
    public void ForwardAndBackward_MakeEveryTensorOnTheDeviceOfTheModel(Pooling pooling)
    {
        // On META nothing is computed, and an operation that mixes devices throws.
        using TextClassificationModel model = new(SampleSequences.Small with { Dropout = 0.1 }, labels: 3, pooling);
        model.to(META);

        Tensor logits = model.forward(SampleSequences.Pack(SampleSequences.Draw(5, seed: 1), META));
        logits.sum().backward();

        Assert.Equal([5, 3], logits.shape);
        Assert.All(model.parameters(), parameter => Assert.Equal(TorchSharp.DeviceType.META, parameter.grad!.device_type));
    }
}
