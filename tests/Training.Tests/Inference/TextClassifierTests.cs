using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;
using Hone.Training.Inference;
using Hone.Training.Tests.Running;
using Hone.Training.Tokenization;

namespace Hone.Training.Tests.Inference;

public sealed class TextClassifierTests : IDisposable
{
    private readonly SampleJob jobs = new();

    public void Dispose() => jobs.Dispose();

    [Theory]
    [InlineData(Pooling.Mean)]
    [InlineData(Pooling.Cls)]
    public void Classify_GivesEveryTextItsOwnAnswer_WhateverItIsBatchedWith(Pooling pooling)
    {
        using TextClassifier classifier = TextClassifier.Load(Train(pooling), new InferenceOptions("cpu", Precision.Fp32));
        EncodedSequence[] inputs = [.. Enumerable.Range(0, 30).Select(i => classifier.Encode(SampleJob.Sentence(i % 2, seed: 77 + i, words: 1 + (i % 9))))];

        float[][] together = classifier.Classify(inputs);

        for (int i = 0; i < inputs.Length; i++)
        {
            float[] alone = classifier.Classify([inputs[i]])[0];
            Assert.All(alone.Zip(together[i]), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
            Assert.Equal(1, together[i].Sum(), 1e-5f);
        }
    }

    [Fact]
    public void Classify_TellsTheTopics_InEitherPrecision()
    {
        string directory = Train(Pooling.Mean);
        foreach (Precision precision in new[] { Precision.Fp32, Precision.Bf16 })
        {
            using TextClassifier classifier = TextClassifier.Load(directory, new InferenceOptions("cpu", precision));

            float[][] scores = classifier.Classify([classifier.Encode("rain and storm"), classifier.Encode("salt, butter, bread!")]);

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
        Assert.Single(classifier.Classify([cut]));
    }

    private string Train(Pooling pooling)
    {
        JobDirectory directory = jobs.Finetune($"job-{pooling}", new FinetuningOptions { Epochs = 6, BatchTokens = 256, LearningRate = 1e-2 }, pooling: pooling);
        SampleJob.Run(directory);
        return directory.Output;
    }
}
