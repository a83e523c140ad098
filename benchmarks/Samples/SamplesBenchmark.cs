using System.Diagnostics;
using System.Globalization;
using Hone.Benchmarks.CommandLine;
using Hone.Benchmarks.Reporting;
using Hone.Training.Artifacts;
using Hone.Training.Inference;

namespace Hone.Benchmarks.Samples;

/// <summary>What a language model writes: texts with a seed, as they come out.</summary>
internal sealed class SamplesBenchmark : IBenchmark
{
    private const string DefaultOutput = "docs/pretraining.md";
    private const double Temperature = 0.8;
    private const double TopP = 0.95;
    private const int DefaultCount = 4;
    private const int DefaultMaxTokens = 120;

    /// <inheritdoc/>
    public string Name => "samples";

    /// <inheritdoc/>
    public string Summary => "what a pretrained language model writes, with a seed";

    /// <inheritdoc/>
    public string Usage => $"""
        usage: benchmarks samples --model DIR [OPTIONS]

        Lets a language model write, and puts what it wrote on a page as it came out. Texts are drawn at a temperature of {Temperature.ToString(CultureInfo.InvariantCulture)} among the likeliest
        tokens that together have a chance of {TopP.ToString(CultureInfo.InvariantCulture)}.

          --model DIR       a model directory, such as WORK/jobs/CORPUS-decoder/output of the perplexity benchmark
          --prompt TEXT     a beginning to go on with; may be there several times. Without it every text begins from nothing
          --count N         texts for each beginning, by default {DefaultCount}
          --max-tokens N    by default {DefaultMaxTokens}
          --seed N          the seed of the first text, by default 1
          --output PAGE     the Markdown page to write them into, by default {DefaultOutput}; they replace those of other sittings
        """;

    /// <inheritdoc/>
    public void Run(IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        Arguments given = new(args, "--model", "--prompt", "--count", "--max-tokens", "--seed", "--output");
        string directory = Path.GetFullPath(given.Required("--model"));
        IReadOnlyList<string> prompts = given.All("--prompt") is { Count: > 0 } some ? some : [string.Empty];
        long count = given.Number("--count", least: 1) ?? DefaultCount;
        int maxTokens = (int)(given.Number("--max-tokens", least: 1) ?? DefaultMaxTokens);
        long seed = given.Number("--seed", least: 0) ?? 1;
        if (!Directory.Exists(directory))
        {
            throw new UsageException($"The model is missing: there is no directory {directory}.");
        }

        string model = new ModelDirectory(directory).ReadRecord().Lineage.Corpora is [{ Name: var corpus }, ..] ? corpus : Path.GetFileName(directory);
        Report<SampleRow> report = Report<SampleRow>.New(given.Optional("--output") ?? DefaultOutput, Name);
        using TextGenerator generator = TextGenerator.Load(directory, new InferenceOptions { Device = "cpu" });
        foreach (string prompt in prompts)
        {
            for (long drawn = seed; drawn < seed + count; drawn++)
            {
                GenerationOptions options = new() { MaxTokens = maxTokens, Temperature = Temperature, TopP = TopP, Seed = drawn };
                Stopwatch clock = Stopwatch.StartNew();
                string text = string.Concat(generator.Generate(generator.Encode(prompt), options, cancellationToken).Select(piece => piece.Text));
                Console.WriteLine($"{prompt}{text}\n");
                report.Put(new SampleRow
                {
                    Model = model,
                    Prompt = prompt,
                    Temperature = Temperature,
                    TopP = TopP,
                    MaxTokens = maxTokens,
                    Text = text,
                    MeasuredAt = DateTime.UtcNow,
                    Machine = Machine.Describe(),
                    Seed = drawn,
                    Minutes = clock.Elapsed.TotalMinutes,
                });
            }
        }

        report.WritePage(Compose);
    }

    private static string Compose(IReadOnlyList<SampleRow> rows) => string.Join("\n\n", rows.Select(row => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        Seed {row.Seed}, temperature {row.Temperature}, top-p {row.TopP}, at most {row.MaxTokens} tokens{(row.Prompt.Length > 0 ? $", going on with “{row.Prompt}”" : "")}:

        ```text
        {row.Prompt}{row.Text.Trim()}
        ```
        """)));
}
