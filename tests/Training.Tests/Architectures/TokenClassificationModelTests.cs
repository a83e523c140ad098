using Hone.Training.Architectures;
using TorchSharp;
using static TorchSharp.torch;

namespace Hone.Training.Tests.Architectures;

public sealed class TokenClassificationModelTests
{
    [Theory]
    [MemberData(nameof(SampleBackbones.Names), MemberType = typeof(SampleBackbones))]
    public void ForwardAndBackward_MakeEveryTensorOnTheDeviceOfTheModel(string network)
    {
        using TokenClassificationModel model = new(SampleBackbones.Create(network, dropout: 0.1), labels: 5, hasTransitions: true);
        model.to(META);

        Tensor scores = model.forward(SampleSequences.Pack([[1, 2, 3], [4, 5]], META), tensor([0L, 2L, 3L], device: META));
        model.Crf!.LogLikelihood(scores, tensor([1L, 0L, 3L], device: META), [2, 1]).sum().backward();

        Assert.Equal([3, 5], scores.shape);
        Assert.All(model.parameters(), parameter => Assert.Equal(DeviceType.META, parameter.grad!.device_type));
    }

    [Theory]
    [MemberData(nameof(SampleBackbones.Names), MemberType = typeof(SampleBackbones))]
    public void Senses_MakeEveryTensorOnTheDeviceOfTheModel(string network)
    {
        using TokenClassificationModel model = new(SampleBackbones.Create(network, dropout: 0.1), labels: 5, hasTransitions: false, senses: 7);
        model.to(META);

        (Tensor labels, Tensor senses) = model.forward(
            SampleSequences.Pack([[1, 2, 3], [4, 5]], META), tensor([0L, 2L, 3L], device: META), tensor([1L, 4L], device: META));
        (labels.sum() + senses.sum()).backward();

        Assert.True(model.HasSenses);
        Assert.Equal([3, 5], labels.shape);
        Assert.Equal([2, 7], senses.shape);
        Assert.All(model.parameters(), parameter => Assert.Equal(DeviceType.META, parameter.grad!.device_type));
    }

    [Theory]
    [MemberData(nameof(SampleBackbones.Names), MemberType = typeof(SampleBackbones))]
    public void Embedding_MakesEveryTensorOnTheDeviceOfTheModel(string network)
    {
        using SentenceEmbeddingModel model = new(SampleBackbones.Create(network, dropout: 0.1));
        model.to(META);

        Tensor vectors = model.forward(SampleSequences.Pack([[1, 2, 3], [4, 5]], META));
        vectors.sum().backward();

        Assert.Equal([2, model.Backbone.Width], vectors.shape);
        Assert.All(model.parameters(), parameter => Assert.Equal(DeviceType.META, parameter.grad!.device_type));
    }

    [Fact]
    public void Groups_HoldEveryWeightOfABackboneOnce()
    {
        foreach (string name in SampleBackbones.Names.Select(row => row.Data))
        {
            using Backbone backbone = SampleBackbones.Create(name, tokenTypes: 2);

            long grouped = backbone.Groups.SelectMany(group => group).SelectMany(module => module.parameters()).Sum(parameter => parameter.numel());

            Assert.Equal(backbone.ParameterCount(), grouped);
            Assert.Equal(3, backbone.Groups.Count);
            Assert.Equal(grouped, backbone.NamedTensors().Sum(tensor => tensor.Tensor.numel()));
        }
    }
}
