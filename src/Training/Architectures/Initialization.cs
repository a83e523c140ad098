using Hone.Training.Native;
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

    /// <summary>
    /// Positions start as waves of many lengths (Vaswani et al. 2017), and are learnt from there. How far two tokens are apart is then told by the same turn
    /// of the waves wherever they stand; drawn at random, every pair of positions has to be learnt by itself before attention finds a neighbour.
    /// </summary>
    /// <param name="positions">A row for each position.</param>
    /// <param name="range">The root mean square of what it starts from.</param>
    public static void InitializeAsWaves(this Embedding positions, double range)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        long width = positions.weight!.shape[1];

        // The longest wave turns by one radian from end to end: longer ones would be the same number everywhere.
        Tensor turns = Arithmetic.Count(0, (width + 1) / 2, CPU).to_type(ScalarType.Float32).Times(-2 * Math.Log(positions.weight.shape[0]) / width).exp();
        Tensor angles = Arithmetic.Count(0, positions.weight.shape[0], CPU).to_type(ScalarType.Float32).unsqueeze(1) * turns;
        Tensor waves = cat([angles.sin(), angles.cos()], 1).narrow(1, 0, width);
        positions.weight.copy_(waves.Times(range * Math.Sqrt(2)));
    }
}
