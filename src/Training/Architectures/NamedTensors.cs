using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hone.Training.Architectures;

/// <summary>The weights of single layers under the names that Hugging Face's models give them.</summary>
internal static class NamedTensors
{
    /// <summary>How many weights a model has.</summary>
    public static long ParameterCount(this nn.Module model) => model.parameters().Sum(parameter => parameter.numel());

    public static IEnumerable<NamedTensor> Named(this Linear layer, string name) =>
        [new($"{name}.weight", layer.weight), new($"{name}.bias", layer.bias!)];

    public static IEnumerable<NamedTensor> Named(this LayerNorm layer, string name) =>
        [new($"{name}.weight", layer.weight!), new($"{name}.bias", layer.bias!)];

    public static IEnumerable<NamedTensor> Named(this Embedding layer, string name) => [new($"{name}.weight", layer.weight!)];
}
