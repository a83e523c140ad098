using Hone.Benchmarks.Jobs;
using Hone.Benchmarks.LowRank;
using Hone.Benchmarks.Quality;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Tasks;

namespace Hone.Benchmarks.Tests.Quality;

public sealed class QualityMeasurementTests : IDisposable
{
    private static readonly QualityRecipe Tiny = new()
    {
        Pretrain = new()
        {
            Model = "base",
            Corpora = ["words"],
            Architecture = new() { Layers = 1, Hidden = 8, Heads = 1, MaxLength = 8 },
            Tokenizer = new() { VocabularySize = 100 },
            Training = new() { Steps = 2, BatchTokens = 64, ValidationFraction = 0 },
        },
        Finetune = new() { Model = "model", Dataset = "words", Training = new() { Epochs = 1, BatchTokens = 64 } },
        Lora = new() { Model = "model", Dataset = "words", Training = new() { Epochs = 1, BatchTokens = 64 }, Strategy = new() { Kind = StrategyKind.Lora, Rank = 1 } },
    };

    private readonly TemporaryDirectory folder = new();
    private readonly QualityLine line = new() { Name = "words", Folder = "words", Task = TaskKind.TextClassification, Goals = [new("accuracy", "accuracy", 0.5)], Recipe = Tiny };

    public QualityMeasurementTests()
    {
        string source = Directory.CreateDirectory(folder.File("words")).FullName;
        Directory.CreateDirectory(folder.File("corpora"));
        File.WriteAllText(folder.File("corpora/words.txt"), string.Join("\n\n", Enumerable.Range(0, 40).Select(i => $"document {i} of many words")));
        foreach (string split in new[] { "train", "validation", "test" })
        {
            File.WriteAllText(Path.Combine(source, $"{split}.csv"), "text,label\n" + string.Concat(Enumerable.Range(0, 8).Select(i => $"{split} text {i},{(i % 2 == 0 ? "even" : "odd")}\n")));
        }
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Measure_FineTunesWithEachSeed_FromABaseThatIsPretrainedOnce()
    {
        QualityMeasurement measurement = new(line, Tiny with { Lora = null }, new QualityData(folder.Path, folder.File("work")), folder.File("work"), threads: 1);

        (QualityRow Row, TrainerJob Job)[] measured = [.. measurement.Measure([1, 2], CancellationToken.None)];
        string @base = Assert.Single(Directory.GetDirectories(folder.File("work/bases")));
        DateTime made = File.GetLastWriteTimeUtc(Path.Combine(@base, "result.json"));
        QualityRow again = Assert.Single(measurement.Measure([2], CancellationToken.None)).Row;

        Assert.Equal(new long[] { 1, 2 }, measured.Select(pair => pair.Row.Seed));
        Assert.All(measured, pair => Assert.InRange(Assert.Single(pair.Row.Results).Test, 0, 1));
        Assert.True(measured[0].Row.IsComparableTo(again));
        Assert.Equal(measured[1].Row.Results, again.Results);
        Assert.Equal(made, File.GetLastWriteTimeUtc(Path.Combine(@base, "result.json")));
        Assert.All(measured, pair => Assert.InRange(pair.Job.PeakBytes!.Value, 10_000_000, long.MaxValue));
    }

    [Fact]
    public void Measure_ComparesStrategies_OnOneBase()
    {
        LowRankMeasurement measurement = new(line, Tiny, new QualityData(folder.Path, folder.File("work")), folder.File("work"), threads: 1);

        LowRankRow[] rows = [.. measurement.Measure([1], CancellationToken.None)];

        Assert.Equal([StrategyKind.Full, StrategyKind.Lora], rows.Select(row => row.Strategy));
        Assert.Single(Directory.GetDirectories(folder.File("work/bases")));
        Assert.Equal(rows[0].Parameters, rows[0].LearningParameters);
        Assert.InRange(rows[1].LearningParameters, 1, rows[1].Parameters - 1);
    }
}
