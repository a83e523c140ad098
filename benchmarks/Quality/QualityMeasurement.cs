using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Hone.Benchmarks.Corpora;
using Hone.Benchmarks.Jobs;
using Hone.Benchmarks.Reporting;
using Hone.Domain;
using Hone.Domain.Datasets;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Tasks;
using Hone.Training.Artifacts;
using Hone.Training.Evaluation;

namespace Hone.Benchmarks.Quality;

/// <summary>Measures one line: pretrains its base if it has one, and fine-tunes with every seed.</summary>
/// <param name="line">The line.</param>
/// <param name="recipe">Its recipe, or one to try in its place.</param>
/// <param name="data">Where the data is.</param>
/// <param name="work">Where jobs are done.</param>
/// <param name="threads">Threads to compute with.</param>
internal sealed class QualityMeasurement(QualityLine line, QualityRecipe recipe, QualityData data, string work, int? threads)
{
    private readonly JsonElement written = JsonSerializer.SerializeToElement(recipe, HoneJson.Options);

    /// <summary>Measures with seed after seed.</summary>
    /// <returns>What was reached, and the job of fine-tuning.</returns>
    public IEnumerable<(QualityRow Row, TrainerJob Job)> Measure(IEnumerable<long> seeds, CancellationToken cancellationToken)
    {
        PreparedDataset dataset = data.Dataset(line, cancellationToken);
        (TrainerJob Job, ModelInput Base)? pretrained = recipe.Pretrain is { } pretrain
            ? new PretrainedBases(Path.Combine(work, "bases"), threads).Obtain(pretrain, data.Corpora(pretrain.Corpora, line, cancellationToken), cancellationToken)
            : null;
        foreach (long seed in seeds)
        {
            cancellationToken.ThrowIfCancellationRequested();
            JobDirectory directory = new(Path.Combine(work, "jobs", $"{line.Name}-{ShortHash(written)}-{seed}"));
            TrainerJob job = TrainerJob.Run(
                directory,
                new TrainerSpecification
                {
                    JobId = Guid.Empty,
                    Device = "cpu",
                    Threads = threads,
                    Finetune = recipe.FinetuneWith(seed),
                    Dataset = dataset.Input,
                    Base = pretrained?.Base,
                },
                cancellationToken);
            QualityRow row = new()
            {
                Line = line.Name,
                Rows = [.. Enum.GetValues<SplitName>().Select(dataset.Rows)],
                Results = [.. Judge(dataset, directory.Output, job.Result, cancellationToken)],
                PretrainingMinutes = pretrained?.Job.Elapsed.TotalMinutes ?? 0,
                Parameters = job.Result.Parameters,
                Network = Describe(recipe.Architecture, recipe.Tokenizer),
                Threads = threads,
                Recipe = written,
                Metrics = job.Result.Metrics,
                MeasuredAt = DateTime.UtcNow,
                Machine = Machine.Describe(),
                Seed = seed,
                Minutes = job.Elapsed.TotalMinutes,
            };
            yield return (row, job);
        }
    }

    /// <summary>A network as a person would say it.</summary>
    public static string Describe(ArchitectureOptions architecture, TokenizerOptions tokenizer)
    {
        ArchitectureOptions sizes = architecture.Resolve();
        string kind = sizes.Family switch
        {
            ModelFamily.TransformerEncoder => sizes.Norm == NormPlacement.Pre ? "pre-norm encoder" : "encoder",
            ModelFamily.TransformerDecoder => "decoder",
            _ => $"{HoneJson.Name(sizes.Cell ?? RecurrentCell.Lstm)}{(sizes.Bidirectional ? " both ways" : "")}",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{kind} {sizes.Layers} × {sizes.Hidden}, {HoneJson.Name(tokenizer.Kind!.Value)} ≤ {tokenizer.VocabularySize:N0}");
    }

    private static string ShortHash(JsonElement recipe) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(recipe)))[..8];

    private IEnumerable<QualityResult> Judge(PreparedDataset dataset, string model, TrainerResult result, CancellationToken cancellationToken)
    {
        JsonElement full = new ModelDirectory(model).ReadRecord().Evaluations["test"];
        foreach (string metric in line.Goals.Select(goal => goal.Metric))
        {
            yield return (line.Task, metric) switch
            {
                (TaskKind.TextClassification, _) => Reported(metric, result, Margin.OfShare(result.Metrics[$"test/{metric}"], dataset.Rows(SplitName.Test))),
                (TaskKind.TokenClassification, _) => Reported(metric, result, MarginOf(full.Deserialize<SpanEvaluation>(HoneJson.Options)!)),
                (_, RoleJudge.Metric) => JudgeRoles(dataset, model, cancellationToken),
                _ => Reported(metric, result, MarginOfPredicates(full.Deserialize<RoleEvaluation>(HoneJson.Options)!)),
            };
        }
    }

    private static QualityResult Reported(string metric, TrainerResult result, double margin) =>
        new(metric, result.Metrics[$"test/{metric}"], margin, result.Metrics[$"validation/{metric}"]);

    private static QualityResult JudgeRoles(PreparedDataset dataset, string model, CancellationToken cancellationToken)
    {
        SpanEvaluation test = RoleJudge.Judge(model, dataset.PathOf(SplitName.Test)!, cancellationToken).Arguments;
        SpanEvaluation validation = RoleJudge.Judge(model, dataset.PathOf(SplitName.Validation)!, cancellationToken).Arguments;
        return new QualityResult(RoleJudge.Metric, test.Micro.F1, MarginOf(test), validation.Micro.F1);
    }

    private static double MarginOf(SpanEvaluation spans) => Margin.OfF1(spans.Micro, spans.Types.Sum(type => type.Support));

    private static double MarginOfPredicates(RoleEvaluation roles) => Margin.OfF1(roles.Predicates, roles.PredicateCount);
}
