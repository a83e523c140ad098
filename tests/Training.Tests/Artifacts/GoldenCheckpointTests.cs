using Hone.Training.Architectures;
using Hone.Training.Artifacts;
using Hone.Training.Tests.Architectures;
using static TorchSharp.torch;

namespace Hone.Training.Tests.Artifacts;

/// <summary>What Python's safetensors wrote is read, and gives the numbers that PyTorch computes from it.</summary>
public sealed class GoldenCheckpointTests
{
    private const float Tolerance = 1e-4f;

    [Theory]
    [InlineData("encoder")]
    [InlineData("distilbert")]
    [InlineData("roberta")]
    [InlineData("roberta-prelayernorm")]
    [InlineData("decoder")]
    [InlineData("recurrent-tanh")]
    [InlineData("recurrent-lstm")]
    public void Load_ReadsWhatPythonWrote(string name)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        using TemporaryDirectory directory = new();
        using GoldenNetwork golden = GoldenNetwork.Open(name);
        golden.WriteDirectory(directory.Path);
        List<string> warnings = [];

        using LanguageModel model = LanguageModelCheckpoint.LoadBase(directory.Path, dropout: 0, warnings.Add);

        model.eval();
        Tensor logits = model.forward(golden.Sequences(), golden.Tensor("rows"));
        Assert.InRange((golden.Tensor("logits") - logits).abs().max().item<float>(), 0, Tolerance);
        Assert.Contains("'tokens'", Assert.Single(warnings), StringComparison.Ordinal); // the file holds more than the weights
    }
}
