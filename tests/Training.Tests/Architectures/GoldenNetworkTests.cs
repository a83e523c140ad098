using Hone.Domain.Jobs.Specifications;
using Hone.Training.Architectures;
using static TorchSharp.torch;

namespace Hone.Training.Tests.Architectures;

public sealed class GoldenNetworkTests
{
    private const double Tolerance = 1e-4;

    [Theory]
    [InlineData("tanh")]
    [InlineData("relu")]
    [InlineData("lstm")]
    [InlineData("gru")]
    public void RecurrentLanguageModel_ComputesWhatPyTorchComputes(string cell)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        using GoldenNetwork golden = GoldenNetwork.Open($"recurrent-{cell}");
        using RecurrentLanguageModel model = new(golden.Configuration<RecurrentConfiguration>());
        golden.LoadInto(model.NamedTensors());
        model.eval();
        PackedSequences sequences = golden.Sequences();

        AssertClose(golden.Tensor("states"), cat(model.Network.Directions(sequences), 0));
        AssertClose(golden.Tensor("logits"), model.forward(sequences, golden.Tensor("rows")));
    }

    [Theory]
    [InlineData("encoder")]
    [InlineData("distilbert")]
    [InlineData("roberta")]
    [InlineData("roberta-prelayernorm")]
    public void MaskedLanguageModel_ComputesWhatPyTorchComputes(string layout)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        using GoldenNetwork golden = GoldenNetwork.Open(layout);
        using MaskedLanguageModel model = new(golden.EncoderConfiguration());
        golden.LoadInto(model.NamedTensors());
        model.eval();
        PackedSequences sequences = golden.Sequences();

        AssertClose(golden.Tensor("states"), model.Encoder.forward(sequences));
        AssertClose(golden.Tensor("logits"), model.forward(sequences, golden.Tensor("rows")));
    }

    [Theory]
    [InlineData("distilbert")]
    [InlineData("roberta")]
    [InlineData("roberta-prelayernorm")]
    public void TextClassificationModel_ComputesWhatPyTorchComputes(string layout)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        using GoldenNetwork golden = GoldenNetwork.Open(layout);
        Tensor scores = golden.Tensor("scores");
        using TextClassificationModel model = new(golden.EncoderConfiguration(), (int)scores.shape[1], Pooling.Cls);
        golden.LoadInto(model.NamedTensors());
        model.eval();

        AssertClose(scores, model.forward(golden.Sequences()));
    }

    [Fact]
    public void DecoderLanguageModel_ComputesWhatTheFormulasOfGpt2Say()
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        using GoldenNetwork golden = GoldenNetwork.Open("decoder");
        using DecoderLanguageModel model = new(golden.Configuration<DecoderConfiguration>());
        golden.LoadInto(model.NamedTensors());
        model.eval();

        AssertClose(golden.Tensor("logits"), model.forward(golden.Sequences(), golden.Tensor("rows")));
    }

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, Tolerance);
    }
}
