using System.Text.Json;
using Hone.Benchmarks.Quality;
using Hone.Benchmarks.Reporting;
using Hone.Domain;

namespace Hone.Benchmarks.Tests.Quality;

public sealed class QualityPageTests
{
    private static readonly QualityLine Polarity = QualityLines.All[QualityLines.IndexOf("sentence-polarity")];

    [Fact]
    public void Compose_ShowsTheMeanAndSpreadOfSeeds_AndWhetherTheGoalIsReached()
    {
        string page = QualityPage.Compose([Measured("sentence-polarity", "accuracy", 1, 0.80), Measured("sentence-polarity", "accuracy", 2, 0.82), Measured("clinc150", "accuracy", 1, 0.5)]);

        string[] rows = page.Split('\n');
        Assert.StartsWith("| clinc150 |", rows[2], StringComparison.Ordinal);
        Assert.Contains("**0.500** |", rows[2], StringComparison.Ordinal);
        Assert.EndsWith("| no |", rows[2], StringComparison.Ordinal);
        Assert.Contains("**0.810** ± 0.014 | ± 0.020 |", rows[3], StringComparison.Ordinal);
        Assert.Contains("0.750 in 1.5 min", rows[3], StringComparison.Ordinal);
        Assert.EndsWith("| yes |", rows[3], StringComparison.Ordinal);
        Assert.Contains("0.800 (seed 1), 0.820 (seed 2)", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Compose_HasARowForEachGoalOfALine()
    {
        QualityRow roles = Measured("ewt-propbank", RoleJudge.Metric, 1, 0.7);
        QualityRow row = roles with { Results = [.. roles.Results, new QualityResult("f1/predicates", 0.9, 0.01, 0.9)] };

        Assert.Equal(2, QualityPage.Compose([row]).Split('\n').Count(text => text.StartsWith("| ewt-propbank |", StringComparison.Ordinal)));
    }

    [Fact]
    public void IsComparableTo_KeepsFiguresOfAnotherRecipeApart()
    {
        QualityRow row = Measured("sentence-polarity", "accuracy", 1, 0.8);
        JsonElement other = JsonSerializer.SerializeToElement(RecipePatch.Parse("""{"finetune":{"training":{"dropout":0.77}}}""", "").Apply(Polarity.Recipe), HoneJson.Options);

        Assert.True(row.IsComparableTo(Measured("sentence-polarity", "accuracy", 2, 0.1)));
        Assert.False(row.IsComparableTo(row with { Recipe = other }));
        Assert.False(row.IsComparableTo(row with { Rows = [1, 2, 3] }));
    }

    private static QualityRow Measured(string line, string metric, long seed, double test) => new()
    {
        Line = line,
        Rows = [1000, 100, 100],
        Results = [new QualityResult(metric, test, 0.02, test)],
        PretrainingMinutes = 0,
        Parameters = 1_000_000,
        Network = "encoder",
        Threads = 1,
        Recipe = JsonSerializer.SerializeToElement(Polarity.Recipe, HoneJson.Options),
        Metrics = new Dictionary<string, double>(),
        Peer = new PeerResult("counting", 0.75, 0.75, 1.5),
        MeasuredAt = new DateTime(2026, 1, 2, 0, 0, (int)seed, DateTimeKind.Utc),
        Machine = new Machine("a processor", 2, "an operating system", "a runtime", "libraries"),
        Seed = seed,
        Minutes = 2,
    };
}
