using System.Diagnostics;
using Hone.Benchmarks.Jobs;
using Hone.Benchmarks.Reporting;
using Hone.Benchmarks.Services;
using Hone.Benchmarks.Speed;
using Hone.Benchmarks.Speed.Serving;
using Hone.Benchmarks.Speed.Text;
using Hone.Benchmarks.Speed.Training;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;

namespace Hone.Benchmarks.Scaling;

/// <summary>How training grows with threads and with the sizes of the network, and serving with load.</summary>
internal sealed class ScalingMeasurement(SpeedOptions options) : IDisposable
{
    private const int StepTokens = 4096;
    private const int Steps = 14;
    private const int MostRounds = 3;
    private static readonly TimeSpan LoadTime = TimeSpan.FromSeconds(3);
    private static readonly TrainingShape Middle = Shape(4, 256, 128);

    private readonly TemporaryFolder folder = new();

    /// <summary>Measures point after point.</summary>
    public IEnumerable<ScalingRow> Measure(CancellationToken cancellationToken) => [.. MeasureTraining(cancellationToken), .. MeasureLoad(cancellationToken)];

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    private static TrainingShape Shape(int layers, int hidden, int length) =>
        new(ModelFamily.TransformerEncoder, layers, hidden, StepTokens / length, length, Vocabulary: 8000);

    private List<ScalingRow> MeasureTraining(CancellationToken cancellationToken)
    {
        using EnglishTexts english = new(options, cancellationToken);
        (ScalingFigure Figure, string Curve, double Step, TrainingShape Shape, int Threads)[] points =
        [
            .. Enumerable.Range(1, options.Threads).Select(threads => (ScalingFigure.Threads, $"encoder {Middle}", (double)threads, Middle, threads)),
            .. Multiples(0.5, 1, 2, 4).Select(factor => (ScalingFigure.Sizes, "wider", factor, Shape(4, (int)(256 * factor), 128), options.Threads)),
            .. Multiples(0.5, 1, 2, 4).Select(factor => (ScalingFigure.Sizes, "deeper", factor, Shape((int)(4 * factor), 256, 128), options.Threads)),
            .. Multiples(0.5, 1, 2, 4).Select(factor => (ScalingFigure.Sizes, "longer sequences", factor, Shape(4, 256, (int)(128 * factor)), options.Threads)),
        ];
        Dictionary<TrainingShape, ModelInput> bases = points.Select(point => point.Shape).Distinct()
            .ToDictionary(shape => shape, shape => shape.WriteBase(folder.In($"base-{shape.Layers}-{shape.Hidden}-{shape.Length}"), english.Documents, cancellationToken));
        Stopwatch clock = Stopwatch.StartNew();
        IReadOnlyList<IReadOnlyList<double>> rates = Interleaved.Take(
            Rounds, [.. points.Select(point => (Func<double>)(() => StepsPerSecond(point.Shape, bases[point.Shape], point.Threads, english, cancellationToken)))], cancellationToken);
        return
        [
            .. points.Zip(rates, (point, rate) => Row(
                point.Figure,
                point.Curve,
                point.Step,
                point.Figure == ScalingFigure.Threads ? Median.Of(rate) * StepTokens : 1000 / Median.Of(rate),
                clock)),
        ];
    }

    private List<ScalingRow> MeasureLoad(CancellationToken cancellationToken)
    {
        if (options.Data is null)
        {
            return [];
        }

        List<ScalingRow> rows = [];
        IReadOnlyList<string> texts = ClassifierSize.ReadTexts(options.Data, folder.In("texts"), cancellationToken);
        foreach (ClassifierSize size in new[] { ClassifierSize.Mini, ClassifierSize.Base })
        {
            Stopwatch clock = Stopwatch.StartNew();
            string directory = folder.In(size.Name);
            size.Write(directory, texts, cancellationToken);
            using ServiceProcess service = new(folder.In($"data-{size.Name}"), workers: 0, cancellationToken);
            service.ImportModel(size.Name, directory, cancellationToken);
            PredictionClient client = new(service.Client, size.Name);
            client.Load(texts, 1, LoadTime, cancellationToken);
            int[] clients = [1, 2, 4, 8, 16, 32, 64, 128];
            List<double>[] times = [.. clients.Select(_ => new List<double>())];
            IReadOnlyList<IReadOnlyList<double>> rates = Interleaved.Take(
                Rounds,
                [
                    .. clients.Select((count, index) => (Func<double>)(() =>
                    {
                        (double rate, double milliseconds) = client.Load(texts, count, LoadTime, cancellationToken);
                        times[index].Add(milliseconds);
                        return rate;
                    })),
                ],
                cancellationToken);
            rows.AddRange(clients.Select((count, index) => Row(ScalingFigure.Load, $"classifier {size}", count, Median.Of(times[index]), clock) with { TextsPerSecond = Median.Of(rates[index]) }));
        }

        return rows;
    }

    private int Rounds => Math.Min(options.Rounds, MostRounds);

    private static double[] Multiples(params double[] factors) => factors;

    private double StepsPerSecond(TrainingShape shape, ModelInput start, int threads, EnglishTexts english, CancellationToken cancellationToken) =>
        TrainingSpeed.StepsPerSecond(TrainerJob.Run(new JobDirectory(folder.In("job")), shape.Pretraining(start, english.Corpora, Steps, threads), cancellationToken));

    private static ScalingRow Row(ScalingFigure figure, string curve, double step, double y, Stopwatch clock) => new()
    {
        Figure = figure.Name,
        Curve = curve,
        Step = step,
        Y = y,
        MeasuredAt = DateTime.UtcNow,
        Machine = Machine.Describe(),
        Seed = 1,
        Minutes = clock.Elapsed.TotalMinutes,
    };
}
