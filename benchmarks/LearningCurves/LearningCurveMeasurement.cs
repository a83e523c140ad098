using System.Text.Json;
using Hone.Api.Quickstart;
using Hone.Benchmarks.CommandLine;
using Hone.Benchmarks.Corpora;
using Hone.Benchmarks.Jobs;
using Hone.Benchmarks.Quality;
using Hone.Benchmarks.Reporting;
using Hone.Domain;
using Hone.Domain.Datasets;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Tasks;

namespace Hone.Benchmarks.LearningCurves;

/// <summary>
/// Measures what pretraining brings with few and with many labelled examples: the texts and jobs of the quickstart, with more examples to learn from and the
/// same to be judged on.
/// </summary>
/// <param name="work">Where jobs are done.</param>
/// <param name="threads">Threads to compute with.</param>
/// <param name="pretrainingSteps">Steps of pretraining; null is the quickstart's number.</param>
internal sealed class LearningCurveMeasurement(string work, int? threads, int? pretrainingSteps)
{
    private const string Model = "dotnet-docs";
    private const string Dataset = "api-area";

    private readonly string folder = Path.Combine(work, "learning-curve");

    /// <summary>Measures point after point.</summary>
    /// <exception cref="MeasurementException">There is no documentation to learn from, or a job failed.</exception>
    public IEnumerable<LearningCurveRow> Measure(IReadOnlyList<long> seeds, CancellationToken cancellationToken)
    {
        IReadOnlyList<DocumentationText> texts = ReadDocumentation();
        QuickstartData data = QuickstartData.From(texts);
        PretrainSpecification pretrain = Pretraining();
        CorpusInput corpus = WriteCorpus(data, cancellationToken);
        (TrainerJob pretraining, ModelInput start) = new PretrainedBases(Path.Combine(work, "bases"), threads).Obtain(pretrain, [corpus], cancellationToken);
        foreach (LearningCurvePoint point in LearningCurvePoint.All)
        {
            PreparedDataset dataset = WriteDataset(data with { Examples = AreaSampling.Sample(texts, point.PerLabel) }, point, cancellationToken);
            foreach (StartingPoint from in Enum.GetValues<StartingPoint>())
            {
                foreach (long seed in seeds)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    FinetuneSpecification finetune = Finetuning(from);
                    finetune = finetune with { Training = point.Train(finetune.Training, from) with { Seed = seed } };
                    TrainerJob job = TrainerJob.Run(
                        new JobDirectory(Path.Combine(folder, $"{point.Name}-{HoneJson.Name(from)}-{seed}")),
                        new TrainerSpecification { JobId = Guid.Empty, Device = "cpu", Threads = threads, Finetune = finetune, Dataset = dataset.Input, Base = start },
                        cancellationToken);
                    yield return new LearningCurveRow
                    {
                        Point = point.Name,
                        Start = from,
                        PerLabel = (double)dataset.Rows(SplitName.Train) / AreaSampling.Areas,
                        Test = job.Result.Metrics["test/accuracy"],
                        Validation = job.Result.Metrics["validation/accuracy"],
                        Epochs = finetune.Training.Epochs!.Value,
                        PretrainingSteps = pretrain.Training.Steps,
                        PretrainingMinutes = pretraining.Elapsed.TotalMinutes,
                        Network = QualityMeasurement.Describe(pretrain.Architecture!, (pretrain.Tokenizer ?? new()).ResolveFor(pretrain.Architecture!.Family)),
                        MeasuredAt = DateTime.UtcNow,
                        Machine = Machine.Describe(),
                        Seed = seed,
                        Minutes = job.Elapsed.TotalMinutes,
                    };
                }
            }
        }
    }

    private static IReadOnlyList<DocumentationText> ReadDocumentation()
    {
        try
        {
            return [.. ReferencePacks.FindDocumentation().SelectMany(DocumentationReader.Read)];
        }
        catch (QuickstartException missing)
        {
            throw new MeasurementException(missing.Message);
        }
    }

    private PretrainSpecification Pretraining()
    {
        PretrainSpecification asked = Specification<PretrainSpecification>(QuickstartJobs.Pretrain(Model, Model));
        return asked with { Training = asked.Training with { Steps = pretrainingSteps ?? asked.Training.Steps } };
    }

    private static FinetuneSpecification Finetuning(StartingPoint start) => Specification<FinetuneSpecification>(
        start == StartingPoint.Pretrained ? QuickstartJobs.Finetune(Dataset, Model, Dataset) : QuickstartJobs.FromScratch(Dataset, Model, Dataset));

    /// <summary>A request as the service reads it.</summary>
    private static T Specification<T>(object request) => JsonSerializer.SerializeToElement(request, HoneJson.Options).Deserialize<T>(HoneJson.Options)!;

    private CorpusInput WriteCorpus(QuickstartData data, CancellationToken cancellationToken)
    {
        string upload = Path.Combine(Directory.CreateDirectory(folder).FullName, "corpus.txt");
        using (StreamWriter writer = new(upload))
        {
            data.WriteCorpus(writer);
        }

        return PreparedCorpus.Create(new CorpusArgument(Model, upload), folder, cancellationToken).Input;
    }

    private PreparedDataset WriteDataset(QuickstartData data, LearningCurvePoint point, CancellationToken cancellationToken)
    {
        string upload = Directory.CreateDirectory(Path.Combine(folder, $"upload-{point.Name}")).FullName;
        foreach (SplitName split in data.Examples.Keys)
        {
            using StreamWriter writer = new(Path.Combine(upload, $"{HoneJson.Name(split)}.csv"));
            data.WriteExamples(split, writer);
        }

        return PreparedDataset.Create(Dataset, TaskKind.TextClassification, upload, Path.Combine(folder, $"dataset-{point.Name}"), cancellationToken);
    }
}
