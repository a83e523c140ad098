using System.Text.Json;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;
using Hone.Training.Running;
using Hone.Training.Tests.Native;
using Hone.Training.Tests.Running;
using Hone.Training.Tests.Segmentation;
using Hone.Training.Tokenization;

namespace Hone.Training.Tests.Loop;

/// <summary>Pretraining with words and documents in view.</summary>
[Collection(nameof(TorchGenerator))]
public sealed class PretrainingWordsTests : IDisposable
{
    private static readonly PretrainingOptions Brief = new()
    {
        Steps = 3,
        BatchTokens = 256,
        EvalEvery = 3,
        DocumentBoundaries = DocumentBoundaries.Respect,
    };

    private readonly SampleJob jobs = new();

    public void Dispose() => jobs.Dispose();

    [Fact]
    public void Run_LearnsWords_AndHandsThemOnWithTheModel()
    {
        JobDirectory first = Write("first", PlantedWords.Sentences(500, seed: 1));
        SampleJob.Run(first);
        JobDirectory second = Write("second", PlantedWords.Sentences(500, seed: 2), first);
        SampleJob.Run(second);

        Tokenizer learnt = Tokenizer.Load(first.Output);
        Assert.Contains(learnt.Segmenter.Words.Keys, word => word.Length > 1);
        Assert.Equal(learnt.Segmenter.Words, Tokenizer.Load(second.Output).Segmenter.Words);
    }

    [Fact]
    public void Run_WritesNoWords_WhereTheyAreSpaced()
    {
        JobDirectory directory = jobs.Pretrain("spaced", Brief with { WholeWordMasking = true });
        SampleJob.Run(directory);

        Assert.False(File.Exists(Path.Combine(directory.Output, "words.tsv")));
    }

    [Theory]
    [InlineData(ModelFamily.TransformerDecoder)]
    [InlineData(ModelFamily.Rnn)]
    public void Run_KeepsDocumentsApart_InEveryFamily(ModelFamily family)
    {
        TrainerResult result = SampleJob.Run(jobs.Pretrain("apart", Brief, family: family));

        Assert.True(double.IsFinite(result.Metrics["validation/perplexity"]));
    }

    [Fact]
    public void Run_RefusesWholeWords_OfABaseWithoutMasks()
    {
        JobDirectory decoder = jobs.Pretrain("decoder", Brief, family: ModelFamily.TransformerDecoder);
        SampleJob.Run(decoder);

        JobDirectory masked = jobs.Pretrain("masked", Brief with { WholeWordMasking = true }, decoder);

        Assert.Equal(TrainerExitCode.Failed, Trainer.Run(masked, show: null, CancellationToken.None));
        Assert.Equal(ProblemCodes.WrongBase, SampleJob.Result(masked).Error?.Code);
    }

    private JobDirectory Write(string name, IEnumerable<string[]> sentences, JobDirectory? start = null)
    {
        JobDirectory directory = jobs.Pretrain(name, Brief with { WholeWordMasking = true }, start);
        TrainerSpecification job = JsonSerializer.Deserialize<TrainerSpecification>(File.ReadAllBytes(directory.Specification), Domain.HoneJson.Options)!;
        File.WriteAllLines(job.Corpora[0].Path, sentences.Select(words => JsonSerializer.Serialize(new { text = string.Concat(words) })));
        return directory;
    }
}
