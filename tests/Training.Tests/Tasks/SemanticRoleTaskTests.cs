using System.Text.Json;
using Hone.Domain;
using Hone.Domain.Jobs;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Artifacts;
using Hone.Training.Evaluation;
using Hone.Training.Inference;
using Hone.Training.Running;
using Hone.Training.Tests.Native;
using Hone.Training.Tests.Running;
using Hone.Training.Text;

namespace Hone.Training.Tests.Tasks;

/// <summary>Whole jobs that learn senses: who takes rain takes it in one sense, who takes bread in another, and to hit has one sense alone.</summary>
[Collection(nameof(TorchGenerator))]
public sealed class SemanticRoleTaskTests : IDisposable
{
    private const string Accuracy = "test/accuracy/senses";

    private static readonly FinetuningOptions Brief = new() { Epochs = 2, BatchTokens = 256, LearningRate = 1e-2 };
    private static readonly string[] Filler = [.. Enumerable.Repeat("so", 50)];

    private readonly SampleJob jobs = new();

    public void Dispose() => jobs.Dispose();

    [Theory]
    [InlineData(ModelFamily.TransformerEncoder)]
    [InlineData(ModelFamily.Rnn)]
    public void Run_LearnsSensesFromWhatIsAround_BetterThanTheMostFrequentOfEachWord(ModelFamily family)
    {
        // By F1 the first epoch with all roles right would be the best, whatever it says of senses.
        EarlyStoppingOptions byLoss = new() { Metric = TaskMetrics.Loss, Patience = 40 };
        JobDirectory directory = Learn("senses", Row, Brief with { Epochs = 40, LearningRate = 2e-2, EarlyStopping = byLoss }, family: family);

        TrainerResult result = SampleJob.Run(directory);

        // The words alone tell three of four.
        Assert.InRange(result.Metrics[Accuracy], 0.9, 1);
        Assert.Contains("validation/accuracy/senses", result.Metrics.Keys);
        Assert.InRange(result.Metrics["test/f1/micro"], 0.8, 1);
        using RoleLabeler labeler = RoleLabeler.Load(directory.Output, new InferenceOptions("cpu", Precision.Fp32));
        Assert.Equal("take.01", Ask(labeler, ["rain", "takes", "wind"], 1));
        Assert.Equal("take.02", Ask(labeler, ["bread", "Takes", "soup"], 1));
        Assert.Equal("hit.01", Ask(labeler, ["bread", "hits", "wind"], 1));
        Assert.StartsWith("take.", Ask(labeler, [.. Filler, "rain", "takes", "wind"], 51), StringComparison.Ordinal);
        EncodedSentence sentence = labeler.Encode(["rain", "takes", "wind", "hits", "soup"]);
        float[][] together = labeler.Compute([.. sentence.Plain.Sequences, .. sentence.Mark(3)!.Sequences, .. sentence.Mark(1)!.Sequences]);
        float[] alone = labeler.Compute(sentence.Mark(1)!.Sequences)[0];
        Assert.All(alone.Zip(together[2]), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        Assert.Equal([together[0].Length, together[0].Length + 3, together[0].Length + 3], together.Select(scores => scores.Length));
    }

    [Theory]
    [InlineData(StrategyKind.HeadOnly, ModelFamily.TransformerEncoder)]
    [InlineData(StrategyKind.GradualUnfreeze, ModelFamily.Rnn)]
    [InlineData(StrategyKind.Lora, ModelFamily.TransformerEncoder)]
    public void Run_LearnsSensesByEveryStrategy_AndTheSameAgain(StrategyKind kind, ModelFamily family)
    {
        JobDirectory pretraining = jobs.Pretrain("pretraining", new PretrainingOptions { Steps = 2, BatchTokens = 256 }, family: family);
        SampleJob.Run(pretraining);
        JobDirectory one = Learn("one", Row, Brief, specification => specification with { Strategy = new() { Kind = kind } }, family, pretraining);
        JobDirectory other = Learn("other", Row, Brief, specification => specification with { Strategy = new() { Kind = kind } }, family, pretraining);
        double accuracy = SampleJob.Run(one).Metrics[Accuracy];

        Assert.Equal(accuracy, SampleJob.Run(other).Metrics[Accuracy]);
        Assert.Equal(File.ReadAllBytes(new ModelDirectory(one.Output).Weights), File.ReadAllBytes(new ModelDirectory(other.Output).Weights));
        using SafetensorsFile weights = SafetensorsFile.Open(new ModelDirectory(one.Output).Weights);
        Assert.Equal([3, 16], weights.Tensors["senses.weight"].Shape.Select(size => (int)size));
        Assert.Contains(weights.Read("senses.bias").data<float>().ToArray(), bias => bias != 0);
    }

    [Fact]
    public void Run_CountsOnlyPredicatesThatHaveASense_AndOnesThatTrainingLacksAsWrong()
    {
        // Every other row has no sense; of the others, every other has one in the test split that training has not.
        JobDirectory directory = Learn("open", (i, seed) => OneSense(i % 2 == 1 ? null : seed >= 3000 && i % 4 == 0 ? "hit.99" : "hit.01"), Brief);

        TrainerResult result = SampleJob.Run(directory);

        Assert.Equal((0.5, 1), (result.Metrics[Accuracy], result.Metrics["validation/accuracy/senses"]));
        JsonElement evaluation = new ModelDirectory(directory.Output).ReadRecord().Evaluations["test"];
        Assert.Equal(new SenseEvaluation(0.5, 10), evaluation.GetProperty("senses").Deserialize<SenseEvaluation>(HoneJson.Options));
    }

    [Fact]
    public void Run_CountsAPredicateThatNoTokenIsMadeOf_AsWrong()
    {
        // A zero-width space is a word of the data, but the tokenizer passes over it.
        JobDirectory directory = Learn(
            "unread",
            (i, _) => i % 4 == 3 ? new SemanticRoleExample(["rain", "\u200b"], [new PredicateFrame(1, ["O", "B-V"], "hit.01")]) : OneSense("hit.01"),
            Brief);

        Assert.Equal(0.75, SampleJob.Run(directory).Metrics[Accuracy]);
    }

    [Fact]
    public void Run_HasNoMetricOfSenses_WhereASplitHasNone()
    {
        JobDirectory directory = Learn("silent", (_, seed) => OneSense(seed >= 3000 ? null : "hit.01"), Brief);

        TrainerResult result = SampleJob.Run(directory);

        Assert.DoesNotContain(Accuracy, result.Metrics.Keys);
        Assert.Contains("validation/accuracy/senses", result.Metrics.Keys);
    }

    [Fact]
    public void Run_FailsWithACode_WhenTheTrainSplitHasNoSense()
    {
        JobDirectory directory = Learn("none", (_, seed) => OneSense(seed >= 2000 ? "hit.01" : null), Brief);

        Assert.Equal(TrainerExitCode.Failed, Trainer.Run(directory, show: null, CancellationToken.None));

        JobError error = SampleJob.Result(directory).Error!;
        Assert.Equal(ProblemCodes.NoSenses, error.Code);
        Assert.Contains("train split", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(directory.Output));
    }

    [Fact]
    public void Run_KnowsNothingOfSenses_WhereTheyAreNotAskedFor()
    {
        JobDirectory directory = Learn("roles", Row, Brief, specification => specification with { Senses = false });

        TrainerResult result = SampleJob.Run(directory);

        Assert.DoesNotContain(result.Metrics.Keys, name => name.Contains("senses", StringComparison.Ordinal));
        Assert.DoesNotContain("sense", File.ReadAllText(new ModelDirectory(directory.Output).Config), StringComparison.Ordinal);
        Assert.DoesNotContain("sense", File.ReadAllText(new ModelDirectory(directory.Output).Record), StringComparison.Ordinal);
        using SafetensorsFile weights = SafetensorsFile.Open(new ModelDirectory(directory.Output).Weights);
        Assert.DoesNotContain(weights.Tensors.Keys, name => name.StartsWith("sense", StringComparison.Ordinal));
        using RoleLabeler labeler = RoleLabeler.Load(directory.Output, new InferenceOptions("cpu", Precision.Fp32));
        Assert.Null(Ask(labeler, ["rain", "takes", "wind"], 1));
    }

    private JobDirectory Learn(
        string name,
        Func<int, int, SemanticRoleExample> row,
        FinetuningOptions options,
        Func<FinetuneSpecification, FinetuneSpecification>? change = null,
        ModelFamily family = ModelFamily.TransformerEncoder,
        JobDirectory? start = null) => jobs.Finetune(
            name,
            TaskKind.SemanticRoleLabeling,
            ["ARG0", "ARG1", "V"],
            row,
            options,
            start,
            specification => change?.Invoke(specification with { Senses = true }) ?? specification with { Senses = true },
            family);

    private static string? Ask(RoleLabeler labeler, IReadOnlyList<string> words, int predicate)
    {
        EncodedSentence sentence = labeler.Encode(words);
        WordSequences marked = sentence.Mark(predicate)!;
        return labeler.Sense(sentence, predicate, marked, labeler.Compute(marked.Sequences));
    }

    private static SemanticRoleExample Row(int i, int seed)
    {
        string[] nouns = SampleJob.Sentence(i % 2, seed, 2).Split(' ');
        bool takes = i % 4 < 2;
        string[] before = i % 5 == 4 ? Filler : [];
        return new SemanticRoleExample(
            [.. before, nouns[0], takes ? "takes" : "hits", nouns[1]],
            [new PredicateFrame(before.Length + 1, [.. before.Select(_ => "O"), "B-ARG0", "B-V", "B-ARG1"], takes ? $"take.0{1 + (i % 2)}" : "hit.01")]);
    }

    private static SemanticRoleExample OneSense(string? sense) => new(["rain", "hits", "bread"], [new PredicateFrame(1, ["B-ARG0", "B-V", "B-ARG1"], sense)]);
}
