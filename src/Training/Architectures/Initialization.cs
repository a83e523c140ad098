using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hone.Training.Architectures;

/// <summary>How BERT's weights start: normal around zero, biases zero, norms one.</summary>
internal static class Initialization
{
    public static void Initialize(this nn.Module model, double range)
    {
        using IDisposable noGrad = no_grad();
        foreach (nn.Module module in model.modules())
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
