using Hone.Benchmarks.Jobs;
using Hone.Benchmarks.Quality;
using Hone.Domain.Jobs;
using Hone.Domain.Jobs.Specifications;

namespace Hone.Benchmarks.LowRank;

/// <summary>Measures one line by full fine-tuning and by low-rank updates (LoRA, Hu et al. 2022), from one base with the same seeds.</summary>
/// <param name="line">The line.</param>
/// <param name="recipe">Its recipe, which has both.</param>
/// <param name="data">Where the data is.</param>
/// <param name="work">Where jobs are done.</param>
/// <param name="threads">Threads to compute with.</param>
internal sealed class LowRankMeasurement(QualityLine line, QualityRecipe recipe, QualityData data, string work, int? threads)
{
    /// <summary>Measures with seed after seed.</summary>
    public IEnumerable<LowRankRow> Measure(IReadOnlyList<long> seeds, CancellationToken cancellationToken)
    {
        foreach (FinetuneSpecification finetune in new[] { recipe.Finetune, recipe.Lora! })
        {
            QualityMeasurement measurement = new(line, recipe with { Finetune = finetune, Lora = null }, data, work, threads);
            foreach ((QualityRow row, TrainerJob job) in measurement.Measure(seeds, cancellationToken))
            {
                yield return new LowRankRow
                {
                    Strategy = finetune.Strategy.Kind,
                    Line = line.Name,
                    Test = row.Results[0].Test,
                    Validation = row.Results[0].Validation,
                    Parameters = row.Parameters,
                    LearningParameters = job.Result.Cost?.TrainableParameters ?? row.Parameters,
                    PeakBytes = job.PeakBytes ?? 0,
                    ExamplesPerSecond = Speed(job.Events, row.Rows[0]),
                    Threads = threads,
                    Recipe = row.Recipe,
                    MeasuredAt = row.MeasuredAt,
                    Machine = row.Machine,
                    Seed = row.Seed,
                    Minutes = row.Minutes,
                };
            }
        }
    }

    /// <summary>The median over the times between two reports of progress, so that evaluations between epochs do not count.</summary>
    /// <param name="events">The events of the job.</param>
    /// <param name="examples">Examples in an epoch.</param>
    public static double? Speed(IEnumerable<JobEvent> events, long examples)
    {
        JobEvent[] progress = [.. events.Where(record => record.Progress is { Phase: "training" })];
        double[] speeds =
        [
            .. progress.Zip(progress.Skip(1))
                .Select(pair => examples * (pair.Second.Progress!.Epoch - pair.First.Progress!.Epoch) / (pair.Second.Time - pair.First.Time).TotalSeconds)
                .Where(double.IsFinite)
                .Order(),
        ];
        return speeds.Length == 0 ? null : speeds[speeds.Length / 2];
    }
}
