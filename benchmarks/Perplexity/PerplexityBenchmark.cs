using System.Globalization;
using Hone.Benchmarks.CommandLine;
using Hone.Benchmarks.Corpora;
using Hone.Benchmarks.Jobs;
using Hone.Benchmarks.Reporting;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;

namespace Hone.Benchmarks.Perplexity;

/// <summary>
/// What pretraining brings: the perplexity of every family on held-out text before and after it, beside those of n-gram models on the same tokens.
/// </summary>
internal sealed class PerplexityBenchmark : IBenchmark
{
    /// <inheritdoc/>
    public string Name => "perplexity";

    /// <inheritdoc/>
    public string Summary => "what pretraining brings: perplexity of every family on held-out text, beside n-gram models";

    /// <inheritdoc/>
    public string Usage => PerplexityOptions.Usage;

    /// <inheritdoc/>
    public void Run(IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        PerplexityOptions options = PerplexityOptions.Parse(args);
        Report<PerplexityRow> report = Report<PerplexityRow>.Open(options.Output, Name);
        foreach (CorpusArgument argument in options.Corpora)
        {
            PreparedCorpus corpus = PreparedCorpus.Create(argument, options.Work, cancellationToken);
            using SplitText text = SplitText.Create(corpus, options.Tokenizer, options.Length, PerplexityOptions.HeldOutFraction, cancellationToken);
            NGramFloors floors = new(text);
            foreach (PerplexityRecipe recipe in options.Recipes)
            {
                cancellationToken.ThrowIfCancellationRequested();
                PerplexityRow row = Measure(recipe, corpus, text, floors, options, cancellationToken);
                Console.WriteLine($"{row.Key}: {row.Before:F1} before, {row.After:F1} after; {row.Floors}");
                report.Put(row);
                report.WritePage(PerplexityPage.Compose);
            }
        }
    }

    private static PerplexityRow Measure(
        PerplexityRecipe recipe, PreparedCorpus corpus, SplitText text, NGramFloors floors, PerplexityOptions options, CancellationToken cancellationToken)
    {
        TrainerSpecification job = recipe.Job(corpus.Input, options);
        JobDirectory directory = new(Path.Combine(options.Work, "jobs", $"{corpus.Name}-{recipe.Name}"));
        Floors floor = floors.Measure(recipe.Objective, job.Pretrain!.Training);
        TrainerJob done = TrainerJob.Run(directory, job, cancellationToken);
        text.RequireTokenizerOf(directory.Output);
        PretrainingOptions training = job.Pretrain.Training;
        const string Perplexity = "validation/perplexity";
        long seen = (long)training.Steps * (training.BatchTokens / job.Pretrain.Architecture!.MaxLength) * job.Pretrain.Architecture.MaxLength;
        return new PerplexityRow
        {
            Corpus = corpus.Name,
            Tokenizer = $"{options.Tokenizer.Kind}, {text.Tokenizer.VocabularySize} tokens".ToLowerInvariant(),
            CorpusTokens = text.Tokens,
            Network = recipe.Name,
            Objective = recipe.Objective,
            Size = recipe.Size,
            Training = Summarize(training, recipe.Objective),
            Parameters = done.Result.Parameters,
            TokensSeen = seen,
            Epochs = (double)seen / text.Tokens,
            Before = done.Events.First(record => record.Values?.ContainsKey(Perplexity) == true).Values![Perplexity],
            After = done.Result.Metrics[Perplexity],
            Floors = floor,
            MeasuredAt = DateTime.UtcNow,
            Machine = Machine.Describe(),
            Seed = options.Seed,
            Minutes = done.Elapsed.TotalMinutes,
        };
    }

    /// <summary>The options that matter, as a person would say them.</summary>
    private static string Summarize(PretrainingOptions training, PretrainingObjective objective) => string.Create(
        CultureInfo.InvariantCulture,
        $"steps of {training.BatchTokens:N0} tokens, learning rate {training.LearningRate}{(objective == PretrainingObjective.Masked ? $", {100 * training.MaskProbability:N0} % of the tokens masked" : "")}");
}
