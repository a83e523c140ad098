using System.Text.Json.Nodes;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Tasks;
using Hone.Training.Artifacts;
using Hone.Training.Inference;
using Hone.Training.Tests.Native;
using Hone.Training.Text;
using Hone.Training.Tokenization;

namespace Hone.Training.Tests.Running;

/// <summary>Whole jobs of the tasks and strategies, on text made of two topics.</summary>
[Collection(nameof(TorchGenerator))]
public sealed class FinetuningTests : IDisposable
{
    private static readonly FinetuningOptions Brief = new() { Epochs = 10, BatchTokens = 256, LearningRate = 1e-2 };

    private static readonly string[] Filler = [.. Enumerable.Repeat("so", 50)];

    private readonly SampleJob jobs = new();

    public void Dispose() => jobs.Dispose();

    [Theory]
    [InlineData(StrategyKind.HeadOnly, ModelFamily.TransformerEncoder)]
    [InlineData(StrategyKind.GradualUnfreeze, ModelFamily.TransformerEncoder)]
    [InlineData(StrategyKind.Lora, ModelFamily.TransformerEncoder)]
    [InlineData(StrategyKind.Lora, ModelFamily.Rnn)]
    public void Run_LearnsByEveryStrategy_AndSavesAModelLikeAnyOther(StrategyKind kind, ModelFamily family)
    {
        JobDirectory pretraining = jobs.Pretrain("pretraining", new PretrainingOptions { Steps = 60, BatchTokens = 256, LearningRate = 1e-2 }, family: family);
        SampleJob.Run(pretraining);
        JobDirectory full = Topics("full", pretraining, new StrategyOptions());
        JobDirectory directory = Topics("other", pretraining, new StrategyOptions { Kind = kind, LayerDecay = 0.9 });
        SampleJob.Run(full);

        TrainerResult result = SampleJob.Run(directory);

        Assert.InRange(result.Metrics["test/accuracy"], 0.75, 1);
        using SafetensorsFile expected = SafetensorsFile.Open(new ModelDirectory(full.Output).Weights);
        using SafetensorsFile saved = SafetensorsFile.Open(new ModelDirectory(directory.Output).Weights);
        Assert.Equal(expected.Tensors.Keys.Order(), saved.Tensors.Keys.Order());
        Assert.Equal(saved.Tensors.Values.Sum(tensor => tensor.Shape.Aggregate(1L, (x, y) => x * y)), result.Parameters);
    }

    [Fact]
    public void Run_GivesAnyNumberOfLabels_WhereTheDataSetDoes()
    {
        JobDirectory directory = jobs.Finetune("labels", TaskKind.TextClassification, ["kitchen", "weather"], Row, Brief with { Epochs = 20, ClassWeights = LabelBalance.Balanced, LabelSmoothing = 0.05 });

        TrainerResult result = SampleJob.Run(directory);

        Assert.InRange(result.Metrics["test/f1/micro"], 0.85, 1);
        using TextClassifier classifier = TextClassifier.Load(directory.Output, new InferenceOptions("cpu", Precision.Fp32));
        Assert.True(classifier.IsMultiLabel);
        float[] both = classifier.Compute([classifier.Encode("rain storm cloud salt onion bread")])[0];
        Assert.InRange(both.Sum(), 1.2, 2);

        static ClassificationExample Row(int i, int seed) => (i % 3) switch
        {
            0 => new(SampleJob.Sentence(0, seed, 4)) { Labels = ["weather"] },
            1 => new(SampleJob.Sentence(1, seed, 4)) { Labels = ["kitchen"] },
            _ => new($"{SampleJob.Sentence(0, seed, 3)} {SampleJob.Sentence(1, seed, 3)}") { Labels = ["kitchen", "weather"] },
        };
    }

    [Fact]
    public void Run_CalibratesScores_WithoutChangingTheirOrder()
    {
        JobDirectory plain = jobs.Finetune("plain", Brief);
        JobDirectory calibrated = jobs.Finetune("calibrated", Brief with { Calibrate = true });
        SampleJob.Run(plain);

        TrainerResult result = SampleJob.Run(calibrated);

        Assert.True(result.Metrics["validation/calibration/loss"] <= result.Metrics["validation/loss"] + 1e-6);
        double temperature = JsonNode.Parse(File.ReadAllText(new ModelDirectory(calibrated.Output).Config))!["classifier_temperature"]!.GetValue<double>();
        Assert.Equal(result.Metrics["validation/calibration/temperature"], temperature);
        Assert.NotEqual(1, temperature);
        using TextClassifier before = TextClassifier.Load(plain.Output, new InferenceOptions("cpu", Precision.Fp32));
        using TextClassifier after = TextClassifier.Load(calibrated.Output, new InferenceOptions("cpu", Precision.Fp32));
        float[] raw = before.Compute([before.Encode("rain salt wind")])[0];
        float[] scaled = after.Compute([after.Encode("rain salt wind")])[0];

        // Dividing logits by a temperature is the same power of every ratio of probabilities.
        Assert.Equal(Math.Log(raw[0] / raw[1]) / temperature, Math.Log(scaled[0] / scaled[1]), 1e-3);
    }

    [Theory]
    [InlineData(ModelFamily.TransformerDecoder)]
    [InlineData(ModelFamily.Rnn)]
    public void Run_LearnsToFollowAPrompt(ModelFamily family)
    {
        JobDirectory directory = jobs.Finetune("answers", TaskKind.TextGeneration, [], Row, Brief with { Epochs = 30 }, family: family);

        TrainerResult result = SampleJob.Run(directory);

        Assert.Equal((TaskKind.TextGeneration, family), (result.Task, result.Family));
        Assert.InRange(result.Metrics["test/perplexity"], 1, 1.5);
        using TextGenerator generator = TextGenerator.Load(directory.Output, new InferenceOptions("cpu", Precision.Fp32));
        GeneratedPiece[] pieces = [.. generator.Generate(generator.Encode("rain wind storm"), new GenerationOptions { MaxTokens = 8 }, CancellationToken.None)];
        Assert.Equal("weather", string.Concat(pieces.Select(piece => piece.Text)).Trim());
        Assert.Equal(GenerationEnd.Stop, pieces[^1].End);

        static GenerationExample Row(int i, int seed) => new() { Prompt = SampleJob.Sentence(i % 2, seed, 3), Completion = i % 2 == 0 ? " weather" : " kitchen" };
    }

    [Theory]
    [InlineData(true, ModelFamily.TransformerEncoder)]
    [InlineData(false, ModelFamily.TransformerEncoder)]
    [InlineData(true, ModelFamily.Rnn)]
    public void Run_LearnsWhichTextsAreAlike(bool scored, ModelFamily family)
    {
        JobDirectory directory = jobs.Finetune("alike", TaskKind.SentenceSimilarity, [], (Func<int, int, SimilarityExample>)(scored ? Scored : Paired), family == ModelFamily.Rnn ? Brief with { Epochs = 40, LearningRate = 3e-2 } : Brief with { Epochs = 15 }, family: family);

        TrainerResult result = SampleJob.Run(directory);

        Assert.InRange(result.Metrics[scored ? "test/spearman" : "test/accuracy"], scored ? 0.6 : 0.05, 1);
        using TextEmbedder embedder = TextEmbedder.Load(directory.Output, new InferenceOptions("cpu", Precision.Fp32));
        EncodedSequence[] texts = [embedder.Encode("rain wind"), embedder.Encode("cloud storm frost"), embedder.Encode("salt bread soup")];
        float[][] vectors = embedder.Compute(texts);
        Assert.All(vectors, vector => Assert.Equal(1, vector.Sum(value => value * value), 1e-4f));
        Assert.All(texts.Zip(vectors), pair => Assert.Equal(1, TextEmbedder.Similarity(pair.Second, embedder.Compute([pair.First])[0]), 1e-4));
        Assert.True(TextEmbedder.Similarity(vectors[0], vectors[1]) > TextEmbedder.Similarity(vectors[0], vectors[2]));

        static SimilarityExample Scored(int i, int seed) =>
            new(SampleJob.Sentence(i % 2, seed, 3), SampleJob.Sentence(i % 4 < 2 ? i % 2 : 1 - (i % 2), seed + 500, 3), i % 4 < 2 ? 5 : 1);

        static SimilarityExample Paired(int i, int seed) => new(SampleJob.Sentence(i % 2, seed, 3), SampleJob.Sentence(i % 2, seed + 500, 3));
    }

    [Theory]
    [InlineData(ModelFamily.TransformerEncoder)]
    [InlineData(ModelFamily.Rnn)]
    public void Run_FindsPredicatesAndWhoDoesWhatInThem(ModelFamily family)
    {
        JobDirectory directory = jobs.Finetune("roles", TaskKind.SemanticRoleLabeling, ["ARG0", "ARG1", "V"], Row, Brief with { Epochs = 40, LearningRate = 2e-2 }, family: family);

        TrainerResult result = SampleJob.Run(directory);

        Assert.InRange(result.Metrics["test/f1/predicates"], 0.9, 1);
        Assert.InRange(result.Metrics["test/f1/micro"], 0.8, 1);
        using RoleLabeler labeler = RoleLabeler.Load(directory.Output, new InferenceOptions("cpu", Precision.Fp32));
        EncodedSentence sentence = labeler.Encode(["rain", "hits", "bread"]);
        Assert.Equal([1], labeler.Predicates(sentence, labeler.Compute(sentence.Plain.Sequences)));
        Assert.Equal(["B-ARG0", "B-V", "B-ARG1"], labeler.Tags(sentence, sentence.Mark(1)!, labeler.Compute(sentence.Mark(1)!.Sequences)));
        Assert.Null(sentence.Mark(3));
        Assert.All(Enumerable.Range(0, 3), word => Assert.Equal(1, sentence.Mark(word)!.Sequences[0].TokenTypes!.Count(kind => kind == 1)));

        // Longer than the network's sequences by far: the predicate is in none but the last.
        EncodedSentence longer = labeler.Encode([.. Filler, "rain", "hits", "bread"]);
        Assert.Equal(Enumerable.Range(0, 53), longer.Plain.Words);
        Assert.Equal([51], labeler.Predicates(longer, labeler.Compute(longer.Plain.Sequences)));
        WordSequences marked = longer.Mark(51)!;
        Assert.All(marked.Sequences, sequence => Assert.Equal(1, sequence.TokenTypes!.Sum()));
        Assert.Equal([.. Enumerable.Repeat("O", 50), "B-ARG0", "B-V", "B-ARG1"], labeler.Tags(longer, marked, labeler.Compute(marked.Sequences)));

        static SemanticRoleExample Row(int i, int seed)
        {
            string[] nouns = SampleJob.Sentence(i % 2, seed, 3).Split(' ');
            string verb = i % 3 == 0 ? "eats" : "hits";
            if (i % 5 == 1)
            {
                return new SemanticRoleExample(
                    [.. Filler, nouns[0], verb, nouns[1]], [new PredicateFrame(51, [.. Filler.Select(_ => "O"), "B-ARG0", "B-V", "B-ARG1"])]);
            }

            return i % 4 == 0
                ? new SemanticRoleExample([nouns[0], verb, nouns[1], "seeing", nouns[2]],
                [
                    new PredicateFrame(1, ["B-ARG0", "B-V", "B-ARG1", "O", "O"]),
                    new PredicateFrame(3, ["O", "O", "B-ARG0", "B-V", "B-ARG1"]),
                ])
                : new SemanticRoleExample([nouns[0], verb, nouns[1]], [new PredicateFrame(1, ["B-ARG0", "B-V", "B-ARG1"])]);
        }
    }

    [Fact]
    public void Compute_SaysWhatAHiddenTokenMayBe()
    {
        JobDirectory pretraining = jobs.Pretrain("pretraining", new PretrainingOptions { Steps = 40, BatchTokens = 256, LearningRate = 1e-2 });
        SampleJob.Run(pretraining);
        using MaskFiller filler = MaskFiller.Load(pretraining.Output, new InferenceOptions("cpu", Precision.Fp32));

        EncodedSequence text = filler.Encode("rain [MASK] storm")!;
        float[][] probabilities = filler.Compute([text, filler.Encode("[MASK]")!]);
        IReadOnlyList<FilledMask> filled = filler.Decode(text, probabilities[0], count: 4);

        Assert.All(probabilities, row => Assert.Equal(1, row.Sum(), 1e-3f));
        Assert.Equal(4, filled.Count);
        Assert.Equal(filled.OrderByDescending(answer => answer.Score), filled);
        Assert.All(filled, answer => Assert.Equal($"rain {answer.Text} storm", answer.Sequence));
        Assert.Null(filler.Encode("no hidden token"));
        Assert.Null(filler.Encode("[MASK] and [MASK]"));
        Assert.Null(filler.Encode(string.Concat(Enumerable.Repeat("rain ", 100)) + "[MASK]"));
    }

    private JobDirectory Topics(string name, JobDirectory start, StrategyOptions strategy) => jobs.Finetune(
        name,
        TaskKind.TextClassification,
        ["kitchen", "weather"],
        (i, seed) => new ClassificationExample(SampleJob.Sentence(i % 2, seed, 4), i % 2 == 0 ? "weather" : "kitchen"),
        Brief with { Epochs = 15, LearningRate = 3e-2 },
        start,
        specification => specification with { Strategy = strategy });
}
