using Hone.Api.Quickstart;

namespace Hone.Api.Tests.Quickstart;

public sealed class QuickstartOptionsTests
{
    [Fact]
    public void Parse_ReadsEveryOption()
    {
        QuickstartOptions options = QuickstartOptions.Parse(["--url", "http://127.0.0.1:6000", "--once", "--data", "folder"]);

        Assert.True(options.Once);
        Assert.Equal("http://127.0.0.1:6000", options.Url);
        Assert.Equal(Path.GetFullPath("folder"), options.DataPath);
        Assert.Null(options.Export);
    }

    [Theory]
    [InlineData("--onec", "--onec")]
    [InlineData("--url", "--url needs a value")]
    [InlineData("--url nonsense", "nonsense is not an address")]
    [InlineData("--url ftp://127.0.0.1", "ftp://127.0.0.1 is not an address")]
    [InlineData("--data --once", "--data needs a value")]
    [InlineData("--once yes", "yes is not understood")]
    [InlineData("export", "no option export")]
    public void Parse_RefusesWhatItDoesNotKnow_AndSaysHowItIsUsed(string line, string named)
    {
        QuickstartException refusal = Assert.Throws<QuickstartException>(() => QuickstartOptions.Parse(line.Split(' ')));

        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("usage:", refusal.Message, StringComparison.Ordinal);
    }
}
