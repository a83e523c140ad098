using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Tasks;
using Hone.Training.Artifacts;
using Hone.Training.Data;
using Hone.Training.Inference;
using Hone.Training.Tests.Native;
using Hone.Training.Tests.Running;
using Hone.Training.Text;

namespace Hone.Training.Tests.Inference;

[Collection(nameof(TorchGenerator))]
public sealed class TokenClassifierTests : IDisposable
{
    private static readonly string[] People = ["anna", "bert", "carla", "dario"];
    private static readonly string[] Places = ["oslo", "quito", "lima", "turin"];
    private static readonly string[] Others = ["went", "to", "saw", "and", "the", "with"];

    private readonly SampleJob jobs = new();

    public void Dispose() => jobs.Dispose();

    [Theory]
    [InlineData(ModelFamily.TransformerEncoder, false)]
    [InlineData(ModelFamily.TransformerEncoder, true)]
    [InlineData(ModelFamily.Rnn, false)]
    [InlineData(ModelFamily.Rnn, true)]
    public void Decode_FindsWhatWasLearnt_AndTheSameInEveryBatch(ModelFamily family, bool crf)
    {
        (string directory, TrainerResult result) = Train(family, crf);
        using TokenClassifier classifier = TokenClassifier.Load(directory, new InferenceOptions("cpu", Precision.Fp32));
        EncodedWords[] texts = [.. Enumerable.Range(0, 12).Select(i => classifier.Encode(Sentence(i, seed: 77 + i).Text))];

        float[][] together = classifier.Compute([.. texts.SelectMany(text => text.Sequences)]);

        Assert.InRange(result.Metrics["test/f1/micro"], family == ModelFamily.Rnn ? 0.9 : 0.7, 1);
        for (int i = 0; i < texts.Length; i++)
        {
            float[] alone = Assert.Single(classifier.Compute(texts[i].Sequences));
            Assert.All(alone.Zip(together[i]), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        }
    }

    [Fact]
    public void Decode_GivesSpansWithTheirTextAndPlaces_HoweverLongTheTextIs()
    {
        (string directory, _) = Train(ModelFamily.TransformerEncoder, crf: false);
        using TokenClassifier classifier = TokenClassifier.Load(directory, new InferenceOptions("cpu", Precision.Fp32));
        string text = "😀 " + string.Join(' ', Enumerable.Range(0, 60).Select(i => Sentence(i, seed: i).Text));

        EncodedWords encoded = classifier.Encode(text);
        IReadOnlyList<FoundSpan> spans = classifier.Decode(encoded, classifier.Compute(encoded.Sequences));

        Assert.True(encoded.Sequences.Count > 5);
        int[] starts = CodePoints.Starts(text);
        Assert.All(spans, span => Assert.Equal(text[starts[span.Start]..starts[span.End]], span.Text));
        Assert.All(spans, span => Assert.InRange(span.Score, 0, 1 + 1e-9));
        Assert.Equal(spans.OrderBy(span => span.Start), spans);
        int right = spans.Count(span => (span.Type == "PER" ? People : Places).Contains(span.Text.Split(' ')[0]));
        int names = text.Split(' ').Count(word => People.Contains(word) || Places.Contains(word));
        Assert.InRange(right, 0.8 * spans.Count, spans.Count);
        Assert.InRange(spans.Count, 0.3 * names, names);
    }

    [Fact]
    public void Save_KeepsNamesAndLabelsOfHuggingFace_WhereTheHeadIsPlain()
    {
        (string directory, _) = Train(ModelFamily.TransformerEncoder, crf: false);

        string configuration = File.ReadAllText(new ModelDirectory(directory).Config);
        using SafetensorsFile weights = SafetensorsFile.Open(new ModelDirectory(directory).Weights);

        Assert.Contains("ForTokenClassification\"", configuration, StringComparison.Ordinal);
        Assert.Contains("\"1\": \"B-LOC\"", configuration, StringComparison.Ordinal);
        Assert.Equal([5, 16], weights.Tensors["classifier.weight"].Shape);
        Assert.DoesNotContain(weights.Tensors.Keys, name => name.StartsWith("crf", StringComparison.Ordinal));
    }

    private (string Directory, TrainerResult Result) Train(ModelFamily family, bool crf)
    {
        JobDirectory directory = jobs.Finetune(
            $"{family}-{crf}",
            TaskKind.TokenClassification,
            ["LOC", "PER"],
            Sentence,
            new FinetuningOptions { Epochs = 40, BatchTokens = 256, LearningRate = family == ModelFamily.Rnn ? 3e-2 : 1e-2 },
            change: specification => specification with { Crf = crf },
            family: family);
        return (directory.Output, SampleJob.Run(directory));
    }

    /// <summary>A sentence of some people, each with one or two names, and places.</summary>
    private static TokenClassificationExample Sentence(int number, int seed)
    {
        SplitMix64 random = new(seed, number);
        List<string> words = [];
        List<string> tags = [];
        for (int i = 0; i < 3; i++)
        {
            Add(Others, TagSet.Outside, ref random);
            (string[] names, string type) = random.NextInt(2) == 0 ? (People, "PER") : (Places, "LOC");
            Add(names, $"B-{type}", ref random);
            if (type == "PER" && random.NextInt(2) == 0)
            {
                Add(names, "I-PER", ref random);
            }
        }

        (string text, WordSpan[] spans) = SentenceText.Join(words);
        return new TokenClassificationExample(text, spans, tags);

        void Add(string[] choices, string tag, ref SplitMix64 random)
        {
            words.Add(choices[random.NextInt(choices.Length)]);
            tags.Add(tag);
        }
    }
}
