using Hone.Benchmarks.CommandLine;
using Hone.Benchmarks.Corpora;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;

namespace Hone.Benchmarks.Perplexity;

/// <summary>The command line of the measurement of pretraining.</summary>
internal sealed record PerplexityOptions
{
    private const long DefaultTokens = 3_000_000;

    // Many small steps: from as many tokens a small network learns more in them than in few large ones.
    private const int DefaultStepTokens = 1024;
    private const int DefaultLength = 64;
    private const string DefaultOutput = "docs/pretraining.md";
    private const string DefaultWork = "data/benchmarks";

    /// <summary>How it is used, for people.</summary>
    public static string Usage { get; } = $"""
        usage: benchmarks perplexity --corpus NAME=PATH [--corpus NAME=PATH]... [OPTIONS]

        Pretrains every network on every corpus by the trainer process, and compares its perplexity on held-out text with that of n-gram models.

          --corpus NAME=PATH   .jsonl with a "text" on each line, or .txt with blank lines between documents; either may be .gz
          --tokenizer KIND:N   one for all networks: wordpiece, byte-bpe or char, and the most pieces; by default wordpiece:8000
          --only NAME          one network only; may be there several times. There are {string.Join(", ", PerplexityRecipe.All.Select(recipe => recipe.Name))}
          --family FAMILY      the networks of one family only: transformer-encoder, transformer-decoder or rnn
          --tokens N           tokens to learn from, by default {DefaultTokens}
          --step-tokens N      tokens in a step, by default {DefaultStepTokens}; encoders, which learn from the masked ones only, have half as many
          --learning-rate X    instead of each network's own
          --length N           tokens of text in a block, by default {DefaultLength}
          --seed N             by default 1
          --threads N          threads to compute with, by default libtorch's choice
          --output PAGE        the Markdown page to write the table into, by default {DefaultOutput}; the figures are kept beside it as JSON,
                               and those of other sittings stay
          --work DIR           where corpora, jobs and models are kept, by default {DefaultWork}
        """;

    public required IReadOnlyList<CorpusArgument> Corpora { get; init; }

    public required TokenizerOptions Tokenizer { get; init; }

    public required IReadOnlyList<PerplexityRecipe> Recipes { get; init; }

    public required long Tokens { get; init; }

    /// <summary>Tokens in a step.</summary>
    public required int StepTokens { get; init; }

    /// <summary>The highest learning rate; null leaves each network its own.</summary>
    public required double? LearningRate { get; init; }

    public required int Length { get; init; }

    public required long Seed { get; init; }

    public required int? Threads { get; init; }

    public required string Output { get; init; }

    public required string Work { get; init; }

    /// <summary>The part of the blocks that is held out.</summary>
    public const double HeldOutFraction = 0.03;

    /// <summary>Reads the arguments behind <c>perplexity</c>.</summary>
    /// <exception cref="UsageException">They cannot be understood.</exception>
    public static PerplexityOptions Parse(IReadOnlyList<string> args)
    {
        Arguments given = new(args, "--corpus", "--tokenizer", "--only", "--family", "--tokens", "--step-tokens", "--learning-rate", "--length", "--seed", "--threads", "--output", "--work");
        CorpusArgument[] corpora = [.. given.All("--corpus").Select(CorpusArgument.Parse)];
        if (corpora.Length == 0)
        {
            throw new UsageException("--corpus is missing.");
        }

        return new PerplexityOptions
        {
            Corpora = corpora,
            Tokenizer = ParseTokenizer(given.Optional("--tokenizer") ?? "wordpiece:8000"),
            Recipes = Choose(given.All("--only"), given.Optional("--family")),
            Tokens = given.Number("--tokens", least: 1) ?? DefaultTokens,
            StepTokens = (int)Math.Min(given.Number("--step-tokens", least: 128) ?? DefaultStepTokens, 1 << 20),
            LearningRate = given.Fraction("--learning-rate"),
            Length = (int)Math.Min(given.Number("--length", least: 8) ?? DefaultLength, 4096),
            Seed = given.Number("--seed", least: 0) ?? 1,
            Threads = (int?)given.Number("--threads", least: 1),
            Output = given.Optional("--output") ?? DefaultOutput,
            Work = Path.GetFullPath(given.Optional("--work") ?? DefaultWork),
        };
    }

    private static TokenizerOptions ParseTokenizer(string value)
    {
        bool isPair = value.Split(':') is [_, _];
        TokenizerKind? kind = value.Split(':')[0] switch
        {
            "wordpiece" => TokenizerKind.Wordpiece,
            "byte-bpe" => TokenizerKind.ByteBpe,
            "char" => TokenizerKind.Char,
            _ => null,
        };
        if (!isPair || kind is not { } known || !int.TryParse(value.Split(':')[1], out int size))
        {
            throw new UsageException($"--tokenizer is given as KIND:N, with one of wordpiece, byte-bpe and char; '{value}' is not.");
        }

        TokenizerOptions options = new TokenizerOptions { VocabularySize = size }.Resolve(known);
        return options.Validate("--tokenizer").FirstOrDefault() is Problem problem ? throw new UsageException(problem.Message) : options;
    }

    private static IReadOnlyList<PerplexityRecipe> Choose(IReadOnlyList<string> names, string? family)
    {
        if (names.FirstOrDefault(name => PerplexityRecipe.All.All(recipe => recipe.Name != name)) is { } unknown)
        {
            throw new UsageException($"There is no network '{unknown}'; there are {string.Join(", ", PerplexityRecipe.All.Select(recipe => recipe.Name))}.");
        }

        ModelFamily? chosen = family switch
        {
            null => null,
            "transformer-encoder" => ModelFamily.TransformerEncoder,
            "transformer-decoder" => ModelFamily.TransformerDecoder,
            "rnn" => ModelFamily.Rnn,
            _ => throw new UsageException($"There is no family '{family}'; there are transformer-encoder, transformer-decoder and rnn."),
        };
        return
        [
            .. PerplexityRecipe.All.Where(recipe => (names.Count == 0 || names.Contains(recipe.Name)) && (chosen is null || recipe.Architecture.Family == chosen)),
        ];
    }
}
