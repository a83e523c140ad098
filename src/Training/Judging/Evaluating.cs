using System.Text.Json;
using Hone.Domain;
using Hone.Domain.Datasets;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Models;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Architectures;
using Hone.Training.Artifacts;
using Hone.Training.Data;
using Hone.Training.Evaluation;
using Hone.Training.Loop;
using Hone.Training.Native;
using Hone.Training.Running;
using Hone.Training.Tasks;
using Hone.Training.Text;
using Hone.Training.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace Hone.Training.Judging;

/// <summary>
/// Judges a version on a split of a data set, as fine-tuning judges its model in the end: in fp32, by the same evaluation, in batches of as many tokens.
/// With another version both are judged on the same rows and compared.
/// </summary>
/// <param name="job">What to do.</param>
/// <param name="directory">Where the job's files are.</param>
/// <param name="events">Where to report.</param>
public sealed class Evaluating(TrainerSpecification job, JobDirectory directory, EventLog events)
{
    // The texts of the worst examples are kept with the evaluation: no more of them than this together.
    private const int MostBytesOfExamples = 4 << 20;

    private readonly EvaluateSpecification specification = job.Evaluate!;
    private readonly DatasetSplitInput split = SplitOf(job);
    private readonly Device device = Devices.Select(job.Device);

    /// <summary>Does all of it; the <see cref="EvaluationReport"/> lies in <see cref="JobDirectory.Evaluation"/>.</summary>
    /// <exception cref="RefusalException">A model cannot be used, or not be judged on the data set.</exception>
    public TrainerResult Run(CancellationToken cancellationToken)
    {
        ModelInput model = job.Models[0];
        ModelRecord record = new ModelDirectory(model.Path).ReadRecord();
        Judgement judgement = Judge("model", model, cancellationToken);
        EvaluationReport report = new()
        {
            Split = split.Name,
            Rows = judgement.Rows.Count,
            Model = Report(model, judgement, cancellationToken),
            Resamples = specification.Resamples,
            Seed = specification.Seed,
            WorstExamples = FindWorst(judgement),
            Comparison = job.Models is [_, { } other] ? Compare(judgement, other, cancellationToken) : null,
        };
        OutputDirectory.Write(directory.Output, path =>
            File.WriteAllBytes(Path.Combine(path, Path.GetFileName(directory.Evaluation)), JsonSerializer.SerializeToUtf8Bytes(report, HoneJson.Options)));
        return new TrainerResult
        {
            Task = record.Task,
            Family = record.Family,
            Parameters = record.Parameters,
            Metrics = report.Model.Metrics.ToDictionary(metric => $"{HoneJson.Name(split.Name)}/{metric.Key}", metric => metric.Value),
            Libraries = TorchRuntime.Versions,
        };
    }

    private ComparisonReport Compare(Judgement judgement, ModelInput model, CancellationToken cancellationToken)
    {
        ProblemList problems = new();
        problems.AddRange(EvaluationInputs.ValidatePair("compareWith", job.Models[0].Path, model.Path));
        problems.ThrowIfAny();
        Judgement other = Judge("compareWith", model, cancellationToken);
        return new ComparisonReport(
            Report(model, other, cancellationToken),
            specification.Resamples == 0
                ? new Dictionary<string, MetricDifference>()
                : PairedTest.Compare(judgement.Rows, other.Rows, specification.Resamples, specification.Seed, new PhaseProgress(events, "comparing").Report, cancellationToken),
            judgement.IsAccuracy ? McNemarTest.Of(judgement.Right!, other.Right!) : null);
    }

    private Judgement Judge(string field, ModelInput model, CancellationToken cancellationToken)
    {
        ProblemList problems = new();
        problems.AddRange(EvaluationInputs.Validate(field, model.Path, job.Dataset!));
        problems.ThrowIfAny();
        events.Log($"Judging {NameOf(model)} on {split.Rows:N0} rows of the {HoneJson.Name(split.Name)} split, in fp32 on {device}.");
        TrainerSpecification asLearnt = AsLearnt(new ModelDirectory(model.Path).ReadRecord());
        return job.Dataset!.Task switch
        {
            TaskKind.TextClassification => Judge(new TextClassificationTask(asLearnt, events), model, cancellationToken),
            TaskKind.TokenClassification => Judge(new TokenClassificationTask(asLearnt, events), model, cancellationToken),
            TaskKind.TextGeneration => Judge(new TextGenerationTask(asLearnt, events), model, cancellationToken),
            TaskKind.SentenceSimilarity => Judge(new SentenceSimilarityTask(asLearnt, events), model, cancellationToken),
            TaskKind.SemanticRoleLabeling => Judge(new SemanticRoleTask(asLearnt, events), model, cancellationToken),
            TaskKind task => throw new RefusalException(RefusalKind.Invalid, ProblemCodes.WrongTask, $"There is no evaluation for {TaskNames.Of(task)}."),
        };
    }

    private Judgement Judge<TModel, TExample>(FinetuningTask<TModel, TExample> task, ModelInput model, CancellationToken cancellationToken)
        where TModel : nn.Module, IBackboneModel
        where TExample : EncodedExample
    {
        Tokenizer tokenizer = Tokenizer.Load(model.Path);
        using TModel network = task.Load(model.Path);
        network.to(device);
        network.eval();
        ExampleSet<TExample> examples = task.Encode(split.Name, network, tokenizer)
            ?? throw new RefusalException(RefusalKind.Invalid, ProblemCodes.EmptySplit, "The split has no examples.");
        task.Judged = new PhaseProgress(events, "evaluating").Report;
        return task.Judge(network, examples, device, cancellationToken);
    }

    /// <summary>The job by which the model could have been fine-tuned on the data set: with its own labels and in batches of its own size, where it is known.</summary>
    private TrainerSpecification AsLearnt(ModelRecord record)
    {
        FinetuneSpecification learnt = record.Lineage.Finetuning() ?? new() { Model = specification.Model, Dataset = specification.Dataset };
        return job with
        {
            Evaluate = null,
            Finetune = learnt with { Training = learnt.Training with { BatchTokens = specification.BatchTokens ?? learnt.Training.BatchTokens } },
            Dataset = job.Dataset! with { Labels = ModelLabels.Of(record) },
            Models = [],
        };
    }

    private ModelReport Report(ModelInput model, Judgement judgement, CancellationToken cancellationToken) => new(
        NameOf(model),
        judgement.Evaluation.Metrics,
        specification.Resamples == 0
            ? new Dictionary<string, ConfidenceInterval>()
            : Bootstrap.Intervals(judgement.Rows, specification.Resamples, specification.Seed, new PhaseProgress(events, "resampling").Report, cancellationToken),
        judgement.Evaluation.Full);

    /// <summary>The rows with the highest loss, as many as are asked for and have room.</summary>
    private List<WorstExample> FindWorst(Judgement judgement)
    {
        int[] rows = [.. Enumerable.Range(0, judgement.Losses.Count).OrderByDescending(row => judgement.Losses[row]).Take(specification.WorstExamples)];
        HashSet<int> sought = [.. rows];
        Dictionary<int, JsonElement> examples = CanonicalDataset.ReadRows(split.Path).Index()
            .Where(row => sought.Contains(row.Index))
            .ToDictionary(row => row.Index, row => row.Item);
        List<WorstExample> worst = [];
        long bytes = 0;
        foreach (int row in rows)
        {
            JsonElement predicted = JsonSerializer.SerializeToElement(judgement.Predicted(row), HoneJson.Options);
            bytes += examples[row].GetRawText().Length + predicted.GetRawText().Length;
            if (bytes > MostBytesOfExamples)
            {
                break;
            }

            worst.Add(new WorstExample(row + 1, judgement.Losses[row], judgement.Right?[row], examples[row], predicted));
        }

        return worst;
    }

    private static DatasetSplitInput SplitOf(TrainerSpecification job)
    {
        DatasetInput dataset = job.Dataset!;
        SplitName name = job.Evaluate!.SplitOf(dataset.Splits.Select(split => split.Name));
        return dataset.Splits.FirstOrDefault(split => split.Name == name)
            ?? throw new RefusalException(RefusalKind.Invalid, ProblemCodes.UnknownValue, $"The data set has no {HoneJson.Name(name)} split.");
    }

    private static string NameOf(ModelInput model) => new ModelReference(model.Model, Version: model.Version).ToString();
}
