using Hone.Benchmarks.CommandLine;
using Hone.Benchmarks.Reporting;
using Hone.Benchmarks.Scaling;
using Hone.Benchmarks.Speed.Serving;
using Hone.Benchmarks.Speed.Text;
using Hone.Benchmarks.Speed.Training;
using Hone.Training.Native;

namespace Hone.Benchmarks.Speed;

/// <summary>Speed and memory, beside what people would use instead.</summary>
internal sealed class SpeedBenchmark : IBenchmark
{
    /// <summary>Every measurement, in the order of the table.</summary>
    public static IReadOnlyList<ISpeedMeasurement> All { get; } =
    [
        new MaskedLanguageModelingMeasurement(),
        new FineTuningMeasurement(),
        new RecurrentMeasurement(),
        new InferenceMeasurement(),
        new GenerationMeasurement(),
        new HttpMeasurement(),
        new TokenizationMeasurement(),
        new VocabularyMeasurement(),
        new UploadMeasurement(),
    ];

    /// <inheritdoc/>
    public string Name => "speed";

    /// <inheritdoc/>
    public string Summary => "speed and memory beside PyTorch, ONNX Runtime and others; 'all' is the same";

    /// <inheritdoc/>
    public string Usage => SpeedOptions.Usage;

    /// <inheritdoc/>
    public void Run(IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        SpeedOptions options = SpeedOptions.Parse(args);
        TorchRuntime.Load();
        TorchRuntime.SetThreads(options.Threads);
        foreach (ISpeedMeasurement measurement in options.Measurements)
        {
            foreach (SpeedRow row in measurement.Measure(options, cancellationToken))
            {
                Console.WriteLine(SpeedPage.Tell(row));
                Report<SpeedRow> report = Report<SpeedRow>.Open(options.Page, "performance");
                report.Put(row);
                report.WritePage(SpeedPage.Compose);
            }
        }

        if (options.HasScaling)
        {
            Draw(options, cancellationToken);
        }
    }

    private static void Draw(SpeedOptions options, CancellationToken cancellationToken)
    {
        using ScalingMeasurement measurement = new(options);
        foreach (ScalingRow row in measurement.Measure(cancellationToken))
        {
            Console.WriteLine(FormattableString.Invariant($"{row.Figure}, {row.Curve}, {row.Step}: {row.Y:N1}"));
            Report<ScalingRow> report = Report<ScalingRow>.Open(options.Page, "scaling");
            report.Put(row);
            ScalingFigure figure = ScalingFigure.All.Single(figure => figure.Name == row.Figure);
            AtomicFile.Write(Path.Combine(options.Output, figure.PictureName), ScalingPage.Draw(figure, report.Rows));
            report.WritePage(ScalingPage.Compose);
        }
    }
}
