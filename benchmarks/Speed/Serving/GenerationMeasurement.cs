using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hone.Benchmarks.CommandLine;
using Hone.Benchmarks.Peers;
using Hone.Benchmarks.Speed.Text;
using Hone.Benchmarks.Speed.Training;
using Hone.Domain.Jobs.Specifications;
using Hone.Training.Inference;
using Hone.Training.Tokenization;

namespace Hone.Benchmarks.Speed.Serving;

/// <summary>A decoder that goes on with one text in this process, beside the same weights in PyTorch. Both take the likeliest token each time.</summary>
internal sealed class GenerationMeasurement : ISpeedMeasurement
{
    private const int PromptTokens = 32;
    private const int Tokens = 128;
    private const int ComparedTokens = 16;
    private static readonly TrainingShape Shape = new(ModelFamily.TransformerDecoder, 6, 512, Sequences: 1, Length: 256, Vocabulary: 8000);

    /// <inheritdoc/>
    public string Name => "generation";

    /// <inheritdoc/>
    public string Summary => "a decoder that goes on with a text, beside PyTorch with a cache";

    /// <inheritdoc/>
    public IEnumerable<SpeedRow> Measure(SpeedOptions options, CancellationToken cancellationToken)
    {
        Stopwatch clock = Stopwatch.StartNew();
        using TemporaryFolder folder = new();
        using EnglishTexts english = new(options, cancellationToken);
        string directory = Shape.WriteBase(folder.In("model"), english.Documents, cancellationToken).Path;
        Tokenizer tokenizer = Tokenizer.Load(directory);
        using TextGenerator generator = TextGenerator.Load(directory, new InferenceOptions("cpu"));
        int[] prompt = [.. generator.Encode(english.Documents.First(text => text.Length > 20 * PromptTokens)).Take(PromptTokens)];

        // Neither may end: what comes out of fresh weights is no text.
        int[] forbidden = [.. tokenizer.SpecialIds];
        int threads = options.PyTorch is { } tried ? BestThreads(tried) : options.Threads;
        using PythonPeer? peer = options.PyTorch is { } root ? StartPeer(root, directory, threads) : null;
        string version = string.Empty;
        List<Func<double>> figures = [() => Rate(generator, prompt)];
        if (peer is not null)
        {
            JsonElement answer = AskPeer(peer, ComparedTokens);
            version = answer.GetProperty("version").GetString()!.Split('+')[0];
            RequireSame(directory, tokenizer, prompt, [.. answer.GetProperty("tokens").EnumerateArray().Select(token => token.GetInt32())]);
            figures.Add(() => RateOf(peer));
        }

        Rate(generator, prompt);
        IReadOnlyList<IReadOnlyList<double>> taken = Interleaved.Take(options.Rounds, figures, cancellationToken);
        yield return SpeedRow.Of(
            Name,
            string.Create(CultureInfo.InvariantCulture, $"generating {Tokens} tokens after {PromptTokens}, decoder {Shape}, {Shape.Vocabulary:N0} pieces, one stream"),
            "tokens/s",
            $"PyTorch {version}, fp32, with a cache, its best of 1 and {options.Threads} threads",
            new SpeedGoal(GoalBound.AtLeast, 2),
            taken[0],
            taken.Count > 1 ? taken[1] : null,
            clock);

        // One token is little work, and threads that wait for each other can make it longer.
        int BestThreads(string root) => new[] { 1, options.Threads }.Distinct().MaxBy(count =>
        {
            using PythonPeer tried = StartPeer(root, directory, count);
            return RateOf(tried);
        });

        double RateOf(PythonPeer asked) => Tokens / AskPeer(asked, Tokens).GetProperty("seconds").GetDouble();

        JsonElement AskPeer(PythonPeer asked, int tokens) => asked.Ask(new { prompt, tokens, forbidden });
    }

    private static PythonPeer StartPeer(string root, string directory, int threads)
    {
        PythonPeer peer = new(root, "generation.py", threads);
        File.Copy(Path.Combine(directory, "model.safetensors"), Path.Combine(peer.Folder, "model.safetensors"));
        peer.Ask(new { weights = $"{peer.Inside}/model.safetensors", layers = Shape.Layers, heads = Shape.Heads });
        return peer;
    }

    private static double Rate(TextGenerator generator, int[] prompt)
    {
        long start = Stopwatch.GetTimestamp();
        int tokens = generator.Generate(prompt, new GenerationOptions { MaxTokens = Tokens }, CancellationToken.None).Count();
        return tokens / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>That both compute the same network, in the same number format.</summary>
    private static void RequireSame(string directory, Tokenizer tokenizer, int[] prompt, int[] theirs)
    {
        using TextGenerator generator = TextGenerator.Load(directory, new InferenceOptions("cpu", Precision.Fp32));
        string ours = string.Concat(generator.Generate(prompt, new GenerationOptions { MaxTokens = theirs.Length }, CancellationToken.None).Select(piece => piece.Text));
        TokenDecoder decoder = tokenizer.CreateDecoder();
        foreach (int id in prompt)
        {
            decoder.Append(id);
        }

        if (ours != string.Concat(theirs.Select(decoder.Append)) + decoder.End())
        {
            throw new MeasurementException("PyTorch goes on with other tokens.");
        }
    }
}
