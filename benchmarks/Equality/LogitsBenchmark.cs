using Hone.Benchmarks.CommandLine;
using Hone.Training.Architectures;
using Hone.Training.Artifacts;
using Hone.Training.Data;
using Hone.Training.Native;
using Hone.Training.Tokenization;
using static TorchSharp.torch;

namespace Hone.Benchmarks.Equality;

/// <summary>
/// What language models that were trained compute, written beside them for <c>tests/reference/networks.py check</c>, which has PyTorch compute the same.
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
        logits at all states, computed in fp32. Then "python tests/reference/networks.py check DIR..." compares them with those of PyTorch.

          --model DIR   a model directory with a language model of any family
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
        using LanguageModel model = LanguageModelCheckpoint.Load(directory);
        model.eval();
        int[] lengths = [.. ShortLengths, model.MaxLength];
        int[] tokens = Draw(Tokenizer.Load(directory), lengths.Sum(), seed);
        using PackedSequences sequences = new(tokens, lengths, CPU);
        bool isBidirectional = model is RecurrentLanguageModel { Bidirectional: true };
        Tensor rows = arange(isBidirectional ? 2 * tokens.Length : tokens.Length, dtype: ScalarType.Int64);
        Tensor logits = model.forward(sequences, rows);
        SafetensorsWriter.Write(
            Path.Combine(directory, FileName),
            [
                new("tokens", sequences.Tokens),
                new("lengths", tensor(lengths.Select(length => (long)length).ToArray())),
                new("rows", rows),
                new("logits", logits),
            ]);
        return rows.numel();
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
