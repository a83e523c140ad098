using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;
using Hone.Training.Architectures;
using Hone.Training.Artifacts;
using Hone.Training.Tests.Artifacts;
using Hone.Training.Tests.Native;

namespace Hone.Training.Tests.Running;

/// <summary>Pretraining goes on from a base on text of another kind, and gets better at it.</summary>
[Collection(nameof(TorchGenerator))]
public sealed class ContinuedPretrainingTests : IDisposable
{
    private static readonly PretrainingOptions Options = new() { Steps = 40, BatchTokens = 256, EvalEvery = 40, LearningRate = 1e-2, ValidationFraction = 0.2 };

    private readonly SampleJob jobs = new();

    public static TheoryData<ModelFamily, NormPlacement?, RecurrentCell?> Networks => new()
    {
        { ModelFamily.TransformerEncoder, NormPlacement.Post, null },
        { ModelFamily.TransformerEncoder, NormPlacement.Pre, null },
        { ModelFamily.TransformerDecoder, null, null },
        { ModelFamily.Rnn, null, RecurrentCell.Lstm },
    };

    public void Dispose() => jobs.Dispose();

    [Theory]
    [MemberData(nameof(Networks))]
    public void Run_LearnsNewText_FromABaseOfEveryFamily(ModelFamily family, NormPlacement? norm, RecurrentCell? cell)
    {
        ArchitectureOptions architecture = SampleJob.ArchitectureOf(family) with { Norm = norm, Cell = cell };
        JobDirectory start = jobs.Pretrain("start", Options, start: null, architecture, Enumerable.Range(0, 200).Select(i => SampleJob.Sentence(i % 2, seed: i, words: 12)));
        SampleJob.Run(start);

        AssertLearns(start, NewText());
    }

    [Theory]
    [InlineData("distilbert")]
    [InlineData("roberta")]
    [InlineData("gpt2")]
    public void Run_LearnsNewText_FromABaseFromElsewhere_AndKeepsItsLayout(string modelType)
    {
        using ModelFolder folder = ModelFolder.Of(modelType);

        JobDirectory learnt = AssertLearns(AsOutput(folder), NewText());

        Assert.Contains($"\"model_type\": \"{modelType}\"", File.ReadAllText(Path.Combine(learnt.Output, "config.json")), StringComparison.Ordinal);
        Assert.Equal(
            folder.Model.NamedTensors().Select(tensor => tensor.Name).Order(StringComparer.Ordinal),
            Names(learnt));
        Assert.Equal("topics:1", new ModelDirectory(learnt.Output).ReadRecord().Lineage.Base);
    }

    [Theory]
    [InlineData("distilbert", Pooling.Cls)]
    [InlineData("roberta", Pooling.Cls)]
    [InlineData("roberta-prelayernorm", Pooling.Mean)]
    public void Run_LearnsATask_FromABaseFromElsewhere_AndKeepsItsLayout(string modelType, Pooling pooling)
    {
        using ModelFolder folder = ModelFolder.Of(modelType);
        JobDirectory learnt = jobs.Finetune("learnt", new FinetuningOptions { Epochs = 1, BatchTokens = 512 }, AsOutput(folder), pooling: pooling);

        SampleJob.Run(learnt);

        ModelExamination found = ModelExamination.Examine(learnt.Output);
        Assert.Equal(["kitchen", "weather"], found.Labels);
        Assert.StartsWith(((MaskedLanguageModel)folder.Model).Encoder.Configuration.Layout.ClassName, found.Architecture, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WarnsOfAHeadThatStartsAfresh()
    {
        using ModelFolder folder = ModelFolder.Of("bert");
        folder.Rewrite(weights => weights.Where(weight => weight.Key.StartsWith("bert.", StringComparison.Ordinal)));

        JobDirectory learnt = AssertLearns(AsOutput(folder), NewText());

        Assert.Contains(SampleJob.Events(learnt), record => record.Message?.Contains("afresh", StringComparison.Ordinal) == true);
    }

    /// <summary>Measures a base on text, lets it learn, and holds that it is better afterwards.</summary>
    private JobDirectory AssertLearns(JobDirectory start, string[] text)
    {
        JobDirectory still = jobs.Pretrain("still", Options with { Steps = 1, LearningRate = 1e-8 }, start, SampleJob.Architecture, text);
        JobDirectory learnt = jobs.Pretrain("learnt", Options, start, SampleJob.Architecture, text);

        double before = SampleJob.Run(still).Metrics["validation/perplexity"];
        double after = SampleJob.Run(learnt).Metrics["validation/perplexity"];

        Assert.InRange(after, 1, 0.9 * before);
        return learnt;
    }

    /// <summary>A folder's model as what a job has made.</summary>
    private static JobDirectory AsOutput(ModelFolder folder)
    {
        JobDirectory job = new(folder.File("job"));
        Directory.CreateDirectory(job.Output);
        foreach (string file in Directory.GetFiles(folder.Path))
        {
            File.Move(file, Path.Combine(job.Output, Path.GetFileName(file)));
        }

        return job;
    }

    private static IEnumerable<string> Names(JobDirectory directory)
    {
        using WeightFiles weights = WeightFiles.Open(directory.Output);
        return [.. weights.Names.Order(StringComparer.Ordinal)];
    }

    /// <summary>The words of one topic always in the same order, which no text before had.</summary>
    private static string[] NewText() =>
        [.. Enumerable.Range(0, 60).Select(i => string.Join(' ', Enumerable.Repeat(i % 2 == 0 ? "rain frost wind sun cloud storm" : "bread butter soup pepper salt onion", 4)))];
}
