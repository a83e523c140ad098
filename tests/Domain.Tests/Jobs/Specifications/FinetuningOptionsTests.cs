using Hone.Domain.Jobs.Specifications;

namespace Hone.Domain.Tests.Jobs.Specifications;

public sealed class FinetuningOptionsTests
{
    [Theory]
    [InlineData(1, 20)]
    [InlineData(100, 10)]
    [InlineData(101, 10)]
    [InlineData(1_000_000, 3)]
    public void EpochsFor_MakesAThousandSteps_WithinBounds(long batches, int expected) =>
        Assert.Equal(expected, new FinetuningOptions().EpochsFor(batches));

    [Fact]
    public void EpochsFor_IsWhatWasAskedFor_WhenAnythingWas() => Assert.Equal(7, new FinetuningOptions { Epochs = 7 }.EpochsFor(1));
}
