using Hone.Benchmarks.CommandLine;
using Hone.Benchmarks.Perplexity;
using Hone.Benchmarks.Quality;

namespace Hone.Benchmarks.Tests.CommandLine;

public sealed class ArgumentsTests
{
    [Fact]
    public void All_KeepsTheOrderOfAnOptionThatIsThereSeveralTimes()
    {
        Arguments arguments = new(["--corpus", "a=1", "--seed", "5", "--corpus", "b=2"], "--corpus", "--seed");

        Assert.Equal(["a=1", "b=2"], arguments.All("--corpus"));
        Assert.Equal(5, arguments.Number("--seed", least: 0));
        Assert.Throws<UsageException>(() => arguments.Optional("--corpus"));
    }

    [Theory]
    [InlineData("--speed", "5")]
    [InlineData("seed", "5")]
    [InlineData("--seed")]
    [InlineData("--seed", "--corpus")]
    public void Constructor_RefusesWhatItDoesNotKnow_AndSaysWhatThereIs(params string[] args)
    {
        UsageException refused = Assert.Throws<UsageException>(() => new Arguments(args, "--seed", "--corpus"));

        Assert.Contains("--seed", refused.Message);
    }

    [Theory]
    [InlineData("NAME=PATH", "--corpus", "speeches")]
    [InlineData("is missing", "--corpus", "speeches=/no/such/file.txt")]
    [InlineData("rnn-lstm", "--corpus", "here=.", "--only", "rnn-gpt")]
    [InlineData("--corpus is missing")]
    public void Parse_SaysWhatIsWrong_WithTheOptionsOfPerplexity(string said, params string[] args) =>
        Assert.Contains(said, Assert.Throws<UsageException>(() => PerplexityOptions.Parse([.. args.Select(ThisFile)])).Message);

    [Theory]
    [InlineData("--data is missing")]
    [InlineData("no folder", "--data", "/no/such/folder")]
    [InlineData("pretraining-pays", "--data", "/", "--only", "clinc150,clinc151")]
    [InlineData("--seeds", "--data", "/", "--seeds", "1,1")]
    [InlineData("cannot be read", "--data", "/", "--recipe", "/no/such/file.json")]
    public void Parse_SaysWhatIsWrong_WithTheOptionsOfQuality(string said, params string[] args) =>
        Assert.Contains(said, Assert.Throws<UsageException>(() => QualityOptions.Parse(args)).Message);

    /// <summary>A path that is there.</summary>
    private static string ThisFile(string arg) => arg.Replace("=.", $"={typeof(ArgumentsTests).Assembly.Location}", StringComparison.Ordinal);
}
