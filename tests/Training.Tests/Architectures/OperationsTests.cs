using Hone.Training.Architectures;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hone.Training.Tests.Architectures;

public sealed class OperationsTests
{
    [Fact]
    public void EveryOperation_HasTheShapesOnMeta_ThatItHasOnTheProcessor()
    {
        using Embedding table = nn.Embedding(7, 8);
        using LayerNorm norm = nn.LayerNorm(8);
        using Tensor heads = rand(2, 3, 5, 4);
        Assert.Equal(Shapes(CPU), Shapes(META));

        IEnumerable<string> Shapes(Device device)
        {
            table.to(device);
            norm.to(device);
            Tensor rows = tensor([3L, 1L, 3L], device: device);
            Tensor states = table.LookUp(rows);
            Tensor moved = heads.to(device);
            Tensor[] results = [states, states.Reverse(), states.PickRows(tensor([2L], device: device)), norm.Normalize(states), Operations.Attend(moved, moved, moved), Operations.Attend(moved, moved, moved, zeros(2, 1, 1, 5, device: device))];
            return [.. results.Select(result => string.Join("×", result.shape))];
        }
    }
}
