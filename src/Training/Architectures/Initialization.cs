using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hone.Training.Architectures;

/// <summary>How the weights of transformers start: normal around zero, biases zero, norms one.</summary>
internal static class Initialization
{
    /// <summary>
    /// The standard deviation of a network's weights (Nguyen &amp; Salazar 2019): BERT's 0.02 at its own width, and more for narrower
    /// networks, whose attention it would leave uniform.
    /// </summary>
    public static double RangeFor(int hidden) => Math.Sqrt(2.0 / (5 * hidden));

    /// <summary>Draws the weights of every linear and embedding layer of a module, and of the module itself if it is one.</summary>
    public static void Initialize(this nn.Module model, double range)
    {
        using IDisposable noGrad = no_grad();
        foreach (nn.Module module in model.modules().Prepend(model)) // which are those inside it only
        {
            switch (module)
            {
                case Linear linear:
                    nn.init.normal_(linear.weight, 0, range);
                    nn.init.zeros_(linear.bias!);
                    break;
                case Embedding embedding:
                    nn.init.normal_(embedding.weight!, 0, range);
                    break;
                default:
                    break;
            }
        }
    }
}
