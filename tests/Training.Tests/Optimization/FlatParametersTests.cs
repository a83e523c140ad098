using Hone.Domain.Jobs.Specifications;
using Hone.Training.Architectures;
using Hone.Training.Optimization;
using Hone.Training.Tests.Architectures;
using static TorchSharp.torch;

namespace Hone.Training.Tests.Optimization;

public sealed class FlatParametersTests
{
    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void Backward_AddsEveryGradientToTheFlatVector(ScalarType type)
    {
        using TextClassificationModel model = new(new Encoder(SampleSequences.Small), labels: 3, Pooling.Cls);
        using TextClassificationModel plain = new(new Encoder(SampleSequences.Small), labels: 3, Pooling.Cls);
        CopyWeights(model, plain);
        int[][] sequences = SampleSequences.Draw(6, seed: 2);
        using FlatParameters parameters = new(model, type);

        model.forward(SampleSequences.Pack(sequences)).to_type(ScalarType.Float32).square().sum().backward();
        plain.forward(SampleSequences.Pack(sequences)).square().sum().backward();

        double flat = parameters.Gradient.to_type(ScalarType.Float32).norm().item<float>();
        double expected = Math.Sqrt(plain.parameters().Sum(parameter => parameter.grad!.square().sum().item<float>()));
        Assert.Equal(expected, flat, expected * (type == ScalarType.Float32 ? 1e-5 : 0.05));
    }

    [Fact]
    public void Constructor_PutsBiasesAndNormsBehindWhatDecays()
    {
        using TextClassificationModel model = new(new Encoder(SampleSequences.Small), labels: 3, Pooling.Mean);
        double norms = model.named_parameters().Where(parameter => parameter.parameter.dim() == 1).Sum(parameter => parameter.parameter.sum().item<float>());

        using FlatParameters parameters = new(model, ScalarType.Float32);
        Assert.Equal([true, false], parameters.Spans.Select(span => span.Decays));
        using Tensor undecayed = parameters.Master.narrow(0, parameters.Spans[1].Start, parameters.Spans[1].Length);

        Assert.Equal(norms, undecayed.sum().item<float>(), 1e-4);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void Release_GivesTheModelTheMasterWeights(ScalarType type)
    {
        using TextClassificationModel model = new(new Encoder(SampleSequences.Small), labels: 3, Pooling.Mean);
        using TextClassificationModel original = new(new Encoder(SampleSequences.Small), labels: 3, Pooling.Mean);
        CopyWeights(model, original);

        using (FlatParameters parameters = new(model, type))
        {
            parameters.Release();
        }

        foreach ((NamedTensor released, NamedTensor before) in model.NamedTensors().Zip(original.NamedTensors()))
        {
            Assert.Equal(ScalarType.Float32, released.Tensor.dtype);
            Assert.True(released.Tensor.Equals(before.Tensor), released.Name);
        }
    }

    private static void CopyWeights(TextClassificationModel from, TextClassificationModel to)
    {
        using IDisposable noGrad = no_grad();
        foreach ((NamedTensor source, NamedTensor target) in from.NamedTensors().Zip(to.NamedTensors()))
        {
            target.Tensor.copy_(source.Tensor);
        }
    }
}
