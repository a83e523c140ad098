using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Tasks;
using Hone.Training.Inference;
using Hone.Training.Tests.Running;
using Hone.Training.Text;
using Hone.Training.Tokenization;

namespace Hone.Training.Tests.Inference;

public sealed class TextClassifierTests : IDisposable
{
    private readonly SampleJob jobs = new();

    public void Dispose() => jobs.Dispose();

    [Theory]
    [InlineData(ModelFamily.TransformerEncoder, Pooling.Mean)]
    [InlineData(ModelFamily.TransformerEncoder, Pooling.Cls)]
    [InlineData(ModelFamily.Rnn, Pooling.Mean)]
    public void Compute_GivesEveryTextItsOwnAnswer_WhateverItIsBatchedWith(ModelFamily family, Pooling pooling)
    {
        using TextClassifier classifier = TextClassifier.Load(Train(pooling, family), new InferenceOptions("cpu", Precision.Fp32));
        EncodedSequence[] inputs = [.. Enumerable.Range(0, 30).Select(i => classifier.Encode(SampleJob.Sentence(i % 2, seed: 77 + i, words: 1 + (i % 9))))];

        float[][] together = classifier.Compute(inputs);

        for (int i = 0; i < inputs.Length; i++)
        {
            float[] alone = classifier.Compute([inputs[i]])[0];
            Assert.All(alone.Zip(together[i]), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
            Assert.Equal(1, together[i].Sum(), 1e-5f);
        }
    }

    [Theory]
    [InlineData(ModelFamily.TransformerEncoder)]
    [InlineData(ModelFamily.Rnn)]
    public void Compute_TellsTheTopics_InEitherPrecision(ModelFamily family)
    {
        string directory = Train(Pooling.Mean, family);
        foreach (Precision precision in new[] { Precision.Fp32, Precision.Bf16 })
        {
            using TextClassifier classifier = TextClassifier.Load(directory, new InferenceOptions("cpu", precision));

            float[][] scores = classifier.Compute([classifier.Encode("rain storm wind frost"), classifier.Encode("salt butter bread soup")]);

            Assert.Equal("weather", classifier.Labels[Array.IndexOf(scores[0], scores[0].Max())]);
            Assert.Equal("kitchen", classifier.Labels[Array.IndexOf(scores[1], scores[1].Max())]);
        }
    }

    [Fact]
    public void Encode_CutsWhatIsTooLong_AndSaysSo()
    {
        using TextClassifier classifier = TextClassifier.Load(Train(Pooling.Mean), new InferenceOptions("cpu"));

        EncodedSequence brief = classifier.Encode("rain");
        EncodedSequence cut = classifier.Encode(SampleJob.Sentence(0, seed: 1, words: 200));

        Assert.False(brief.Truncated);
        Assert.True(cut.Truncated);
        Assert.Equal(classifier.MaxLength, cut.Ids.Length);
        Assert.Equal(brief.Ids[^1], cut.Ids[^1]);
        Assert.Single(classifier.Compute([cut]));
    }

    [Fact]
    public void Compute_TellsWhichTextOfAPairIsWhich_OnABaseThatKnewNoPairs()
    {
        JobDirectory pretraining = jobs.Pretrain("pretraining", new PretrainingOptions { Steps = 10, BatchTokens = 256 }, family: ModelFamily.Rnn);
        SampleJob.Run(pretraining);
        JobDirectory directory = jobs.Finetune("pairs", TaskKind.TextClassification, ["first", "second"], Pair, Brief with { Epochs = 40, LearningRate = 3e-2 }, pretraining);
        TrainerResult result = SampleJob.Run(directory);

        using TextClassifier classifier = TextClassifier.Load(directory.Output, new InferenceOptions("cpu", Precision.Fp32));
        (string weather, string kitchen) = ("rain wind cloud storm", "salt bread soup onion");
        float[][] scores = classifier.Compute([classifier.Encode(weather, kitchen), classifier.Encode(kitchen, weather)]);

        Assert.InRange(result.Metrics["test/accuracy"], 0.8, 1);
        Assert.True(scores[0][0] > scores[1][0]);

        // Where the weather is.
        static ClassificationExample Pair(int i, int seed) =>
            new(SampleJob.Sentence(i % 2, seed, 4), i % 2 == 0 ? "first" : "second") { TextPair = SampleJob.Sentence(1 - (i % 2), seed + 500, 4) };
    }

    private static FinetuningOptions Brief { get; } = new() { Epochs = 6, BatchTokens = 256, LearningRate = 1e-2 };

    private string Train(Pooling pooling, ModelFamily family = ModelFamily.TransformerEncoder)
    {
        JobDirectory directory = jobs.Finetune($"job-{pooling}", family == ModelFamily.Rnn ? Brief with { Epochs = 30, LearningRate = 3e-2 } : Brief, pooling: pooling, family: family);
        SampleJob.Run(directory);
        return directory.Output;
    }
}
