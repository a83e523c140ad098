using Hone.Training.Architectures;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hone.Training.Tests.Architectures;

public sealed class InitializationTests
{
    private const double Range = 0.05;

    [Fact]
    public void Initialize_DrawsTheWeightsOfALayerByItself_AndOfThoseInsideAModule()
    {
        using IDisposable scope = NewDisposeScope();
        Embedding alone = nn.Embedding(500, 20);
        Linear linear = nn.Linear(50, 200);
        Sequential module = nn.Sequential(("embedding", nn.Embedding(500, 20)), ("linear", nn.Linear(20, 500)));

        alone.Initialize(Range);
        linear.Initialize(Range);
        module.Initialize(Range);

        Tensor[] matrices = [alone.weight!, linear.weight, .. module.parameters().Where(parameter => parameter.dim() == 2)];
        Assert.Equal(4, matrices.Length);
        Assert.All(matrices, matrix => Assert.Equal(Range, matrix.std().item<float>(), 0.05 * Range));
        Assert.Equal(0, linear.bias!.abs().max().item<float>());
    }

    [Theory]
    [InlineData(16)]
    [InlineData(15)]
    public void InitializeAsWaves_MakesPositionsAlikeByTheirDistance_WhereverTheyStand(int width)
    {
        using IDisposable scope = NewDisposeScope();
        Embedding positions = nn.Embedding(40, width);

        positions.InitializeAsWaves(Range);

        Tensor likeness = matmul(positions.weight!, positions.weight!.t()).detach();
        Assert.Equal(Range, positions.weight.square().mean().sqrt().item<float>(), 0.1 * Range);
        if (width % 2 == 0) // else one wave has lost its cosine
        {
            foreach (int distance in (int[])[0, 1, 2, 7])
            {
                Assert.InRange(likeness.diagonal(distance).std().item<float>(), 0, 1e-6);
            }
        }

        float[] first = likeness[0].narrow(0, 0, 3).data<float>().ToArray();
        Assert.True(first[0] > first[1] && first[1] > first[2]);
    }
}
