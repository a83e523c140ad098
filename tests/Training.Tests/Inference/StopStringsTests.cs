using CsCheck;
using Hone.Training.Inference;

namespace Hone.Training.Tests.Inference;

public sealed class StopStringsTests
{
    /// <summary>However a text comes in pieces, what is let through is the text before the first stop string.</summary>
    [Fact]
    public void Append_LetsThroughWhatStandsBeforeTheFirstStop() =>
        Gen.Select(Text(0, 4).List[0, 12], Text(1, 3).List[0, 3]).Sample((pieces, stops) =>
        {
            StopStrings matcher = new(stops);
            string passed = string.Concat(pieces.Select(matcher.Append)) + matcher.End();

            string whole = string.Concat(pieces);
            int[] found = [.. stops.Select(stop => whole.IndexOf(stop, StringComparison.Ordinal)).Where(index => index >= 0)];
            if (found.Length == 0)
            {
                Assert.Equal(whole, passed);
                Assert.False(matcher.Found);
            }
            else
            {
                Assert.True(matcher.Found);
                Assert.StartsWith(passed, whole, StringComparison.Ordinal);
                Assert.DoesNotContain(stops, stop => passed.Contains(stop, StringComparison.Ordinal));
            }
        });

    [Fact]
    public void Append_HoldsBackOnlyWhatMayBecomeAStop()
    {
        StopStrings matcher = new(["\n\n"]);

        Assert.Equal("one", matcher.Append("one\n"));
        Assert.Equal("\ntwo", matcher.Append("two"));
        Assert.Equal("", matcher.Append("\n\nthree"));
        Assert.True(matcher.Found);
        Assert.Equal("", matcher.End());
    }

    private static Gen<string> Text(int shortest, int longest) => Gen.Char['a', 'b'].Array[shortest, longest].Select(characters => new string(characters));
}
