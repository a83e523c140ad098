using Hone.Benchmarks.CommandLine;
using Hone.Domain.Tasks;
using Hone.Training.Architectures;
using Hone.Training.Artifacts;
using Hone.Training.Data;
using Hone.Training.Native;
using Hone.Training.Tokenization;
using static TorchSharp.torch;

namespace Hone.Benchmarks.Equality;

/// <summary>
/// What models that were trained compute, written beside them for <c>tests/reference/networks.py check</c>, which has PyTorch compute the same.
/// </summary>
internal sealed class LogitsBenchmark : IBenchmark
{
    private const string FileName = "expected.safetensors";
    private static readonly int[] ShortLengths = [5, 1, 7, 7, 3];

    /// <inheritdoc/>
    public string Name => "logits";

    /// <inheritdoc/>
    public string Summary => "what trained models compute, for tests/reference to compare with PyTorch";

    /// <inheritdoc/>
    public string Usage => $"""
        usage: benchmarks logits --model DIR [--model DIR]... [--seed N]

        Writes {FileName} into every model directory: random tokens in sequences of several lengths, the longest that the model takes among them, and the
        logits at all states, or of a text classifier the scores, computed in fp32. Then "python tests/reference/networks.py check DIR..." compares them with those of PyTorch.

          --model DIR   a model directory with a language model of any family, or a text classifier that pools by the first token
          --seed N      where the tokens come from, by default 1
        """;

    /// <inheritdoc/>
    public void Run(IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        Arguments given = new(args, "--model", "--seed");
        IReadOnlyList<string> directories = given.All("--model");
        if (directories.Count == 0)
        {
            throw new UsageException("--model is missing.");
        }

        if (directories.FirstOrDefault(directory => !Directory.Exists(directory)) is { } missing)
        {
            throw new UsageException($"The model is missing: there is no directory {missing}.");
        }

        TorchRuntime.Load();
        foreach (string directory in directories)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long rows = Write(directory, given.Number("--seed", least: 0) ?? 1);
            Console.WriteLine($"{Path.Combine(directory, FileName)}: {rows} rows");
        }
    }

    private static long Write(string directory, long seed)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        return ModelExamination.Examine(directory).Task == TaskKind.TextClassification
            ? WriteScores(directory, seed)
            : WriteLogits(directory, seed);
    }

    private static long WriteLogits(string directory, long seed)
    {
        using LanguageModel model = LanguageModelCheckpoint.Load(directory);
        model.eval();
        using PackedSequences sequences = Sequences(directory, model.MaxLength, seed);
        bool isBidirectional = model is RecurrentLanguageModel { Bidirectional: true };
        Tensor rows = arange(isBidirectional ? 2 * sequences.Tokens.numel() : sequences.Tokens.numel(), dtype: ScalarType.Int64);
        Write(directory, sequences, [new("rows", rows), new("logits", model.forward(sequences, rows))]);
        return rows.numel();
    }

    private static long WriteScores(string directory, long seed)
    {
        (TextClassificationModel model, _) = TextClassifierCheckpoint.Load(directory);
        using (model)
        {
            model.eval();
            using PackedSequences sequences = Sequences(directory, model.Backbone.MaxLength, seed);
            Write(directory, sequences, [new("scores", model.forward(sequences))]);
            return sequences.Count;
        }
    }

    private static PackedSequences Sequences(string directory, int longest, long seed)
    {
        int[] lengths = [.. ShortLengths, longest];
        return new PackedSequences(Draw(Tokenizer.Load(directory), lengths.Sum(), seed), lengths, CPU);
    }

    private static void Write(string directory, PackedSequences sequences, IEnumerable<KeyValuePair<string, Tensor>> results)
    {
        long[] lengths = [.. sequences.Runs.SelectMany(run => Enumerable.Repeat((long)run.Length, run.Count))];
        SafetensorsWriter.Write(
            Path.Combine(directory, FileName),
            [KeyValuePair.Create("tokens", sequences.Tokens), KeyValuePair.Create("lengths", tensor(lengths)), .. results]);
    }

    private static int[] Draw(Tokenizer tokenizer, int count, long seed)
    {
        SplitMix64 random = new(seed);
        int[] ordinary = [.. Enumerable.Range(0, tokenizer.VocabularySize).Where(id => !tokenizer.SpecialIds.Contains(id))];
        int[] tokens = new int[count];
        for (int i = 0; i < count; i++)
        {
            tokens[i] = ordinary[random.NextInt(ordinary.Length)];
        }

        return tokens;
    }
}
