using static TorchSharp.torch;

namespace Hone.Training.Architectures;

/// <summary>The activations of feed-forward networks, by the names that <c>config.json</c> gives them (<c>hidden_act</c>).</summary>
internal static class Activations
{
    private static readonly IReadOnlyDictionary<string, Func<Tensor, Tensor>> ByName = new Dictionary<string, Func<Tensor, Tensor>>
    {
        ["gelu"] = nn.functional.gelu,
        ["gelu_new"] = GeluByTanh,
        ["gelu_pytorch_tanh"] = GeluByTanh,
        ["relu"] = states => nn.functional.relu(states),
    };

    /// <summary>The names that are known.</summary>
    public static IEnumerable<string> Names => ByName.Keys;

    /// <summary>The activation with a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Func<Tensor, Tensor> Of(string name) =>
        ByName.TryGetValue(name, out Func<Tensor, Tensor>? activation) ? activation : throw new ArgumentException($"No activation '{name}' is known.", nameof(name));

    /// <summary>The approximation of Hendrycks &amp; Gimpel 2016 that GPT-2 has.</summary>
    private static Tensor GeluByTanh(Tensor states) => states.gelu(TorchSharp.Modules.GELU.Approximate.tanh);
}
