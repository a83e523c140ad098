using Hone.Training.Architectures;
using Hone.Training.Tests.Native;
using static TorchSharp.torch;

namespace Hone.Training.Tests.Architectures;

[Collection(nameof(TorchGenerator))]
public sealed class DropoutTests
{
    [Theory]
    [InlineData(ScalarType.Float32, 0.1)]
    [InlineData(ScalarType.Float32, 0.5)]
    [InlineData(ScalarType.BFloat16, 0.1)]
    [InlineData(ScalarType.BFloat16, 0.5)]
    public void Apply_ZeroesTheGivenPartAndKeepsTheMean(ScalarType type, double probability)
    {
        manual_seed(3);
        using Tensor ones_ = ones([1001, 333], dtype: type);

        using Tensor dropped = Dropout.Apply(ones_, probability, training: true).to_type(ScalarType.Float32);

        // Four standard deviations of the mean of a third of a million draws.
        double bound = 4 * Math.Sqrt(probability * (1 - probability) / ones_.numel());
        Assert.Equal(probability, (dropped == 0).to_type(ScalarType.Float32).mean().item<float>(), bound);
        Assert.Equal(1 / (1 - probability), dropped.max().item<float>(), 0.01);
        Assert.Equal(2, dropped.unique().output.numel());
    }

    [Fact]
    public void Apply_DrawsTheSameMask_FromTheSameSeed()
    {
        using Tensor states = rand(77, 13);
        manual_seed(5);
        using Tensor first = Dropout.Apply(states, 0.3, training: true);
        using Tensor second = Dropout.Apply(states, 0.3, training: true);
        manual_seed(5);
        using Tensor again = Dropout.Apply(states, 0.3, training: true);

        Assert.True(first.Equals(again));
        Assert.False(first.Equals(second));
    }

    [Fact]
    public void Apply_ChangesNothing_WhenNotTraining()
    {
        using Tensor states = rand(5, 5);

        Assert.Same(states, Dropout.Apply(states, 0.3, training: false));
    }
}
