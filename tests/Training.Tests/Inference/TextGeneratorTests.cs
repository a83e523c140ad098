using System.Text;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;
using Hone.Training.Inference;
using Hone.Training.Tests.Native;
using Hone.Training.Tests.Running;

namespace Hone.Training.Tests.Inference;

/// <summary>A decoder that has learnt made-up sentences, in which the words of one topic follow each other.</summary>
[Collection(nameof(TorchGenerator))]
public sealed class TextGeneratorTests(TextGeneratorTests.Trained trained) : IClassFixture<TextGeneratorTests.Trained>
{
    private static readonly string[] Weather = ["rain", "wind", "cloud", "storm", "sun", "frost"];

    private readonly TextGenerator generator = trained.Generator;

    [Fact]
    public void Generate_GoesOnInTheTopicOfThePrompt()
    {
        string text = Text("rain wind storm", new GenerationOptions { MaxTokens = 5, Temperature = 0.8, Seed = 1 });

        Assert.StartsWith(" ", text, StringComparison.Ordinal);
        Assert.All(text.Split(' ', StringSplitOptions.RemoveEmptyEntries), word => Assert.Contains(word, Weather));
    }

    [Fact]
    public void Generate_IsAFunctionOfTheSeed()
    {
        GenerationOptions options = new() { MaxTokens = 8, Temperature = 1.5, Seed = 11 };

        Assert.Equal(Text("rain", options), Text("rain", options));
        Assert.NotEqual(Text("rain", options), Text("rain", options with { Seed = 12 }));
    }

    [Fact]
    public void Generate_StopsBeforeAStopString()
    {
        GenerationOptions options = new() { MaxTokens = 8, Seed = 2, Temperature = 1 };
        string whole = Text("rain wind", options);
        string word = whole.Split(' ')[^1];

        GeneratedPiece[] pieces = [.. generator.Generate(generator.Encode("rain wind"), options with { Stop = [word] }, CancellationToken.None)];

        Assert.Equal(GenerationEnd.Stop, pieces[^1].End);
        Assert.Equal(whole[..whole.IndexOf(word, StringComparison.Ordinal)], string.Concat(pieces.Select(piece => piece.Text)));
    }

    [Fact]
    public void Generate_GivesOnePiecePerToken_AndSaysWhyItEnded()
    {
        GeneratedPiece[] pieces = [.. generator.Generate(generator.Encode("bread"), new GenerationOptions { MaxTokens = 3 }, CancellationToken.None)];

        Assert.Equal([1, 2, 3], pieces.Select(piece => piece.Tokens));
        Assert.Equal([null, null, GenerationEnd.Length], pieces.Select(piece => piece.End));
    }

    [Fact]
    public void Generate_GivesNoPartOfACharacter_HoweverWildlyItDraws()
    {
        string[] stops = ["—", "\uD83D\uDE00!"];
        GeneratedPiece[] pieces =
        [
            .. Enumerable.Range(0, 40).SelectMany(seed => generator.Generate(
                generator.Encode("rain"),
                new GenerationOptions { MaxTokens = 30, Temperature = 20, Seed = seed, Stop = seed % 2 == 0 ? [] : stops },
                CancellationToken.None)),
        ];

        Assert.All(pieces, piece => Assert.Equal(piece.Text, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(piece.Text))));
        Assert.Contains(pieces, piece => piece.Text.Any(character => character > 0x7F && character != 0xFFFD)); // of several bytes, and put together
        Assert.Contains(pieces, piece => piece.Text.Length == 0);
    }

    [Fact]
    public void Generate_ReadsTheEndOfAPromptThatIsLongerThanTheContext()
    {
        string prompt = string.Join(' ', Enumerable.Repeat("bread soup salt", 60));

        Text(prompt, new GenerationOptions { MaxTokens = 3 }, out GeneratedPiece last);

        Assert.NotNull(last.End);
    }

    [Fact]
    public void Search_FindsATextAtLeastAsLikelyAsGreedyChoice()
    {
        GenerationOptions greedy = new() { MaxTokens = 6 };

        string found = Text("salt onion", greedy with { Beams = 4 }, out GeneratedPiece last);

        Assert.NotEmpty(found);
        Assert.NotNull(last.End);
        Assert.Equal(Text("salt onion", greedy with { Beams = 4 }), found);
    }

    [Fact]
    public void Generate_Ends_WhenCancelled()
    {
        using CancellationTokenSource left = new();
        IEnumerator<GeneratedPiece> pieces = generator.Generate(generator.Encode("sun"), new GenerationOptions(), left.Token).GetEnumerator();
        Assert.True(pieces.MoveNext());
        left.Cancel();

        Assert.Throws<OperationCanceledException>(() => pieces.MoveNext());
        pieces.Dispose();
    }

    private string Text(string prompt, GenerationOptions options) => Text(prompt, options, out _);

    private string Text(string prompt, GenerationOptions options, out GeneratedPiece last)
    {
        GeneratedPiece[] pieces = [.. generator.Generate(generator.Encode(prompt), options, CancellationToken.None)];
        last = pieces[^1];
        return string.Concat(pieces.Select(piece => piece.Text));
    }

    /// <summary>The decoder, trained once.</summary>
    public sealed class Trained : IDisposable
    {
        private readonly SampleJob jobs = new();

        public Trained()
        {
            JobDirectory directory = jobs.Pretrain(
                "decoder",
                new PretrainingOptions { Steps = 150, BatchTokens = 256, EvalEvery = 150, LearningRate = 1e-2 },
                family: ModelFamily.TransformerDecoder);
            SampleJob.Run(directory);
            Generator = TextGenerator.Load(directory.Output, new InferenceOptions("cpu", Precision.Fp32));
        }

        public TextGenerator Generator { get; }

        public void Dispose()
        {
            Generator.Dispose();
            jobs.Dispose();
        }
    }
}
