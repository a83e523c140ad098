using Hone.Domain.Jobs;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Artifacts;
using Hone.Training.Running;
using Hone.Training.Tests.Native;

namespace Hone.Training.Tests.Running;

[Collection(nameof(TorchGenerator))]
public sealed class TrainerTests : IDisposable
{
    private static readonly PretrainingOptions BriefPretraining = new() { Steps = 12, BatchTokens = 256, EvalEvery = 6, LearningRate = 1e-2 };
    private static readonly FinetuningOptions BriefFinetuning = new() { Epochs = 8, BatchTokens = 256, LearningRate = 1e-2 };

    private readonly SampleJob jobs = new();

    public void Dispose() => jobs.Dispose();

    [Theory]
    [InlineData(Precision.Fp32)]
    [InlineData(Precision.Bf16)]
    public void Run_LearnsLanguageAndThenTask_AndReportsAllTheWay(Precision precision)
    {
        JobDirectory pretraining = jobs.Pretrain("pretraining", BriefPretraining with { Steps = 300, Precision = precision });
        TrainerResult pretrained = SampleJob.Run(pretraining);
        JobDirectory finetuning = jobs.Finetune("finetuning", BriefFinetuning with { Epochs = 12, Precision = precision }, pretraining);
        TrainerResult finetuned = SampleJob.Run(finetuning);

        // Without looking at the context a word is one of twelve; its topic leaves six.
        Assert.InRange(pretrained.Metrics["validation/perplexity"], 1, 11.8);
        Assert.InRange(finetuned.Metrics["test/accuracy"], 0.9, 1);
        IReadOnlyList<JobEvent> events = SampleJob.Events(pretraining);
        Assert.Equal(["tokenizer", "encoding", "training"], events.Where(record => record.Progress is not null).Select(record => record.Progress!.Phase).Distinct());
        Assert.Equal(300, events.Last(record => record.Progress is not null).Progress!.Step);
        Assert.Contains(events, record => record.Values?.ContainsKey("validation/perplexity") == true);
        Assert.Contains(SampleJob.Events(finetuning), record => record.Values?.ContainsKey("validation/f1/macro") == true);
    }

    [Theory]
    [InlineData(ModelFamily.TransformerDecoder, Precision.Fp32)]
    [InlineData(ModelFamily.TransformerDecoder, Precision.Bf16)]
    [InlineData(ModelFamily.Rnn, Precision.Fp32)]
    [InlineData(ModelFamily.Rnn, Precision.Bf16)]
    public void Run_LearnsWhatFollows_AndGoesOnFromThere(ModelFamily family, Precision precision)
    {
        JobDirectory first = jobs.Pretrain("first", BriefPretraining with { Steps = 250, Precision = precision }, family: family);
        TrainerResult pretrained = SampleJob.Run(first);
        JobDirectory second = jobs.Pretrain("second", BriefPretraining with { Steps = 1, LearningRate = 1e-8, Precision = precision }, first);

        TrainerResult continued = SampleJob.Run(second);

        Assert.Equal((TaskKind.TextGeneration, family), (pretrained.Task, pretrained.Family));
        Assert.InRange(pretrained.Metrics["validation/perplexity"], 1, 11.8); // a word of either topic is one of twelve
        Assert.Equal(pretrained.Metrics["validation/loss"], continued.Metrics["validation/loss"], 0.02);
    }

    [Fact]
    public void Run_WritesAModelDirectoryThatTellsWhereItComesFrom()
    {
        JobDirectory pretraining = jobs.Pretrain("pretraining", BriefPretraining);
        SampleJob.Run(pretraining);
        JobDirectory finetuning = jobs.Finetune("finetuning", BriefFinetuning, pretraining);
        TrainerResult result = SampleJob.Run(finetuning);

        ModelRecord record = new ModelDirectory(finetuning.Output).ReadRecord();

        Assert.Equal("topics:1", record.Lineage.Base);
        Assert.Equal(["kitchen", "weather"], record.Labels);
        Assert.Equal(20, record.Evaluations["test"].GetProperty("examples").GetInt64());
        Assert.Equal(result.Metrics, record.Metrics);
        Assert.Contains("libtorch", record.Lineage.Libraries);
        Assert.All(["config.json", "model.safetensors", "tokenizer.json", "vocab.txt", "hone.json"], file =>
            Assert.True(File.Exists(Path.Combine(finetuning.Output, file)), file));
    }

    [Fact]
    public void Run_GivesTheSameWeights_ForTheSameSeed_AndOthersForAnother()
    {
        byte[] Weights(string name, long seed)
        {
            JobDirectory directory = jobs.Finetune(name, BriefFinetuning with { Epochs = 2, Seed = seed });
            SampleJob.Run(directory);
            return File.ReadAllBytes(new ModelDirectory(directory.Output).Weights);
        }

        byte[] first = Weights("first", seed: 1);

        Assert.Equal(first, Weights("second", seed: 1));
        Assert.NotEqual(first, Weights("third", seed: 2));
    }

    [Fact]
    public void Run_StartsFromFreshWeights_WhenAskedToReinitialize()
    {
        JobDirectory pretraining = jobs.Pretrain("pretraining", BriefPretraining);
        SampleJob.Run(pretraining);
        FinetuningOptions still = BriefFinetuning with { Epochs = 1, LearningRate = 1e-8 };
        JobDirectory from = jobs.Finetune("from", still, pretraining);
        JobDirectory fresh = jobs.Finetune("fresh", still, pretraining, reinitialize: true);
        SampleJob.Run(from);
        SampleJob.Run(fresh);

        const string Name = "bert.embeddings.word_embeddings.weight";
        using SafetensorsFile original = Open(pretraining);
        using SafetensorsFile kept = Open(from);
        using SafetensorsFile replaced = Open(fresh);
        float Distance(SafetensorsFile file) => (file.Read(Name) - original.Read(Name)).abs().max().item<float>();
        Assert.InRange(Distance(kept), 0, 1e-5f);
        Assert.InRange(Distance(replaced), 1e-3f, float.MaxValue);
        Assert.Equal(File.ReadAllText(Path.Combine(pretraining.Output, "vocab.txt")), File.ReadAllText(Path.Combine(fresh.Output, "vocab.txt")));

        static SafetensorsFile Open(JobDirectory directory) => SafetensorsFile.Open(new ModelDirectory(directory.Output).Weights);
    }

    [Fact]
    public void Run_GoesOnFromABase_WhenPretrainingContinues()
    {
        JobDirectory first = jobs.Pretrain("first", BriefPretraining with { Steps = 60 });
        JobDirectory second = jobs.Pretrain("second", BriefPretraining with { Steps = 1, LearningRate = 1e-8 }, first);

        double before = SampleJob.Run(first).Metrics["validation/loss"];
        double after = SampleJob.Run(second).Metrics["validation/loss"];

        Assert.Equal(before, after, 0.02);
    }

    [Fact]
    public void Run_StopsWithoutAResult_WhenCancelled()
    {
        JobDirectory directory = jobs.Pretrain("stopped", BriefPretraining with { Steps = 1_000_000 });
        using CancellationTokenSource stop = new();

        int code = Trainer.Run(directory, record => StopAtFirstStep(record, stop), stop.Token);

        Assert.Equal(TrainerExitCode.Stopped, code);
        Assert.False(File.Exists(directory.Result));
        Assert.False(Directory.Exists(directory.Output));

        static void StopAtFirstStep(JobEvent record, CancellationTokenSource stop)
        {
            if (record.Progress?.Phase == "training")
            {
                stop.Cancel();
            }
        }
    }

    [Fact]
    public void Run_SaysSo_WhenTrainingDiverges()
    {
        JobDirectory directory = jobs.Pretrain("diverging", BriefPretraining with { Steps = 200, LearningRate = 1, GradientClip = 0, Schedule = ScheduleKind.Constant, WeightDecay = 0 });
        SpoilRate(directory);

        int code = Trainer.Run(directory, show: null, CancellationToken.None);

        Assert.Equal(TrainerExitCode.Failed, code);
        Assert.Equal(ProblemCodes.NonFiniteLoss, SampleJob.Result(directory).Error!.Code);

        // No rate that a request may have diverges within a test's time.
        static void SpoilRate(JobDirectory directory) =>
            File.WriteAllText(directory.Specification, File.ReadAllText(directory.Specification).Replace("\"learningRate\":1,", "\"learningRate\":1e30,", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\\u200b")]
    [InlineData("a")] // too rare for the vocabulary
    public void Run_FailsWithACode_WhenTheCorpusHoldsNothingToLearn(string text)
    {
        JobDirectory directory = jobs.Pretrain("blank", BriefPretraining);
        string corpus = Path.Combine(Path.GetDirectoryName(directory.Path)!, "blank.jsonl");
        File.WriteAllText(corpus, $$"""{"text":"{{text}}"}""");

        Assert.Equal(TrainerExitCode.Failed, Trainer.Run(directory, show: null, CancellationToken.None));
        Assert.Equal(ProblemCodes.CorpusTooSmall, SampleJob.Result(directory).Error!.Code);
    }

    [Fact]
    public void Run_FailsWithACode_AndTellsNoPath_WhenTheCorpusIsMissing()
    {
        JobDirectory directory = jobs.Pretrain("missing", BriefPretraining);
        string folder = Path.GetDirectoryName(directory.Path)!;
        File.Delete(Path.Combine(folder, "missing.jsonl"));

        Assert.Equal(TrainerExitCode.Failed, Trainer.Run(directory, show: null, CancellationToken.None));
        JobError error = SampleJob.Result(directory).Error!;
        Assert.Equal(ProblemCodes.ContentMissing, error.Code);
        Assert.DoesNotContain(folder, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_RefusesADirectory_InWhichAnotherTrainerIsAtWork()
    {
        JobDirectory directory = jobs.Pretrain("shared", BriefPretraining);
        using FileStream held = new(directory.Lock, FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        Assert.Equal(TrainerExitCode.Usage, Trainer.Run(directory, show: null, CancellationToken.None));
        Assert.False(File.Exists(directory.Events));
    }

    [Theory]
    [InlineData(false, TrainerExitCode.Failed)]
    [InlineData(true, TrainerExitCode.StorageFull)]
    public void Run_SaysThatTheDiskIsFull(bool forResult, int expected)
    {
        const string FullDevice = "/dev/full";
        Assert.SkipUnless(File.Exists(FullDevice), $"This system has no {FullDevice}.");
        JobDirectory directory = jobs.Pretrain("full", BriefPretraining);
        File.CreateSymbolicLink(directory.Events, FullDevice);
        if (forResult)
        {
            File.CreateSymbolicLink(directory.Result + ".unfinished", FullDevice);
        }

        int code = Trainer.Run(directory, show: null, CancellationToken.None);

        Assert.Equal(expected, code);
        Assert.Equal(!forResult, File.Exists(directory.Result));
        Assert.True(forResult || SampleJob.Result(directory).Error!.Code == ProblemCodes.StorageFull);
    }

    [Fact]
    public void Run_StopsEarly_WhenValidationDoesNotImprove()
    {
        JobDirectory directory = jobs.Finetune("early", BriefFinetuning with { Epochs = 50, EarlyStopping = new EarlyStoppingOptions { Patience = 2 } });

        SampleJob.Run(directory);

        IReadOnlyList<JobEvent> events = SampleJob.Events(directory);
        Assert.Contains(events, record => record.Message?.StartsWith("Stopped early", StringComparison.Ordinal) == true);
        double[] accuracies = [.. events.Where(record => record.Values?.ContainsKey("validation/accuracy") == true).Select(record => record.Values!["validation/accuracy"])];
        Assert.Equal(accuracies.Max(), SampleJob.Result(directory).Metrics["validation/accuracy"]);
        Assert.True(accuracies.Length < 50);
    }
}
