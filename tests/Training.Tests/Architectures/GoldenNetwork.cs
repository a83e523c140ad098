using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Training.Architectures;
using Hone.Training.Artifacts;
using static TorchSharp.torch;

namespace Hone.Training.Tests.Architectures;

/// <summary>A network with weights, and what PyTorch makes of it; written by <c>tests/reference/networks.py</c>.</summary>
internal sealed class GoldenNetwork : IDisposable
{
    private readonly SafetensorsFile file;

    private GoldenNetwork(SafetensorsFile file) => this.file = file;

    public static GoldenNetwork Open(string name) =>
        new(SafetensorsFile.Open(Path.Combine(AppContext.BaseDirectory, "Architectures", "Golden", $"{name}.safetensors")));

    public TConfiguration Configuration<TConfiguration>() => JsonSerializer.Deserialize<TConfiguration>(file.Metadata["config"])!;

    public EncoderConfiguration EncoderConfiguration() => EncoderCheckpoint.ReadConfiguration(JsonNode.Parse(file.Metadata["config"])!.AsObject());

    public Tensor Tensor(string name) => file.Read(name);

    /// <summary>Overwrites a network's weights by those of the file.</summary>
    public void LoadInto(IEnumerable<NamedTensor> weights)
    {
        using IDisposable noGrad = no_grad();
        foreach (NamedTensor weight in weights)
        {
            using Tensor read = file.Read(weight.Name);
            Assert.Equal(read.shape, weight.Tensor.shape);
            weight.Tensor.copy_(read);
        }
    }

    public PackedSequences Sequences()
    {
        using Tensor tokens = Tensor("tokens");
        using Tensor lengths = Tensor("lengths");
        return new PackedSequences(
            [.. tokens.data<long>().Select(token => (int)token)],
            [.. lengths.data<long>().Select(length => (int)length)],
            CPU);
    }

    public void Dispose() => file.Dispose();
}
