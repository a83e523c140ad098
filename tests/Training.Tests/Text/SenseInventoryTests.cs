using Hone.Training.Text;

namespace Hone.Training.Tests.Text;

public sealed class SenseInventoryTests
{
    private static readonly SenseInventory Senses = SenseInventory.Of(
    [
        new(["Took", "it"], [new PredicateFrame(0, ["B-V", "O"], "take.02")]),
        new(["He", "took", "and", "gave"], [new PredicateFrame(1, ["O", "B-V", "O", "O"], "take.01"), new PredicateFrame(3, ["O", "O", "O", "B-V"], "give.01")]),
        new(["went"], [new PredicateFrame(0, ["B-V"])]),
    ])!;

    [Fact]
    public void Of_KeepsTheSensesOfEachWord_WhateverItsCase()
    {
        Assert.Equal(["give.01", "take.01", "take.02"], Senses.Senses);
        Assert.Equal(["gave", "took"], Senses.Forms.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([1, 2], Senses.Forms["took"]);
        Assert.Equal((2, -1), (Senses.IndexOf("take.02"), Senses.IndexOf("go.01")));
    }

    [Fact]
    public void Of_IsNull_WhenNoPredicateHasASense() => Assert.Null(SenseInventory.Of([new(["went"], [new PredicateFrame(0, ["B-V"])])]));

    [Theory]
    [InlineData("TOOK", "take.02")] // the best of its own
    [InlineData("gave", "give.01")] // the only one
    [InlineData("Taking", "take.02")] // unseen: the best of those that begin like it
    [InlineData("teaching", "give.01")] // no more than one letter alike: the best of all
    [InlineData("went", "give.01")]
    public void Choose_TakesTheBestSenseThatTheWordMayHave(string word, string expected) => Assert.Equal(expected, Senses.Choose(word, [0.9f, 0.5f, 0.75f]));
}
