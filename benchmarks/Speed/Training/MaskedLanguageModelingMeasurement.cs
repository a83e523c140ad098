using System.Diagnostics;
using System.Globalization;
using Hone.Benchmarks.Jobs;
using Hone.Benchmarks.Speed.Text;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;

namespace Hone.Benchmarks.Speed.Training;

/// <summary>
/// Whole jobs of masked language modelling by the trainer process, with data, masking, dropout and reports, beside bare steps of PyTorch on a network of the
/// same sizes; how much of the machine's peak that is, and how much memory it takes.
/// </summary>
internal sealed class MaskedLanguageModelingMeasurement : ISpeedMeasurement
{
    private static readonly (TrainingShape Shape, int Steps, int PeerSteps)[] Sizes =
    [
        (new TrainingShape(ModelFamily.TransformerEncoder, 4, 256, Sequences: 32, Length: 128, Vocabulary: 8000), 40, 6),
        (new TrainingShape(ModelFamily.TransformerEncoder, 6, 512, Sequences: 16, Length: 128, Vocabulary: 16000), 20, 4),
    ];

    /// <inheritdoc/>
    public string Name => "masked-lm";

    /// <inheritdoc/>
    public string Summary => "masked-LM training beside PyTorch and the peak of the machine, and its memory";

    /// <inheritdoc/>
    public IEnumerable<SpeedRow> Measure(SpeedOptions options, CancellationToken cancellationToken)
    {
        using TemporaryFolder folder = new();
        using EnglishTexts english = new(options, cancellationToken);
        foreach ((TrainingShape shape, int steps, int peerSteps) in Sizes)
        {
            Stopwatch clock = Stopwatch.StartNew();
            ModelInput start = shape.WriteBase(folder.In($"base-{shape.Hidden}"), english.Documents, cancellationToken);
            using PyTorchTraining? bf16 = options.PyTorch is { } root ? new(root, "encoder", shape, "bf16", options.Threads) : null;
            using PyTorchTraining? fp32 = options.PyTorch is { } same ? new(same, "encoder", shape, "fp32", options.Threads) : null;
            List<double> memory = [];
            List<Func<double>> figures = [Train, MultiplicationPeak.Measure];
            if (bf16 is not null)
            {
                figures.Add(() => bf16.StepsPerSecond(shape, peerSteps) * shape.Tokens);
                figures.Add(() => fp32!.StepsPerSecond(shape, peerSteps) * shape.Tokens);
            }

            IReadOnlyList<IReadOnlyList<double>> taken = Interleaved.Take(options.Rounds, figures, cancellationToken);
            string what = string.Create(CultureInfo.InvariantCulture, $"masked-LM training, {shape}, {shape.Sequences} × {shape.Length} tokens a step, {shape.Vocabulary:N0} pieces");
            string peer = bf16?.Name ?? "PyTorch";
            yield return Row(what, "tokens/s", $"{peer}, bf16 autocast, bare step", new SpeedGoal(GoalBound.AtLeast, 2.5), taken[0], taken.Count > 2 ? taken[2] : null);
            yield return Row(what, "tokens/s", $"{peer}, fp32, bare step", new SpeedGoal(GoalBound.AtLeast, 4), taken[0], taken.Count > 3 ? taken[3] : null);
            double[] flops = [.. taken[0].Select(rate => rate * shape.MaskedLanguageModelingFlops / 1e9)];
            double[] peak = [.. taken[1].Select(rate => rate / 1e9)];
            yield return Row($"{what}: FLOPs of the model", "GFLOP/s", "matrix product in bf16, fastest", new SpeedGoal(GoalBound.AtLeast, 0.45), flops, peak);
            yield return Row(
                $"{what}: peak memory of the process",
                "MB",
                $"{peer}, bf16 autocast, bare step",
                new SpeedGoal(GoalBound.AtMost, 1.0),
                memory,
                bf16 is null ? null : [.. memory.Select(_ => bf16.PeakBytes / 1e6)]);

            double Train()
            {
                TrainerJob job = TrainerJob.Run(
                    new JobDirectory(folder.In("job")), shape.Pretraining(start, english.Corpora, steps, options.Threads), cancellationToken);
                memory.Add((job.PeakBytes ?? 0) / 1e6);
                return TrainingSpeed.StepsPerSecond(job) * shape.Tokens;
            }

            SpeedRow Row(string what, string unit, string peer, SpeedGoal goal, IReadOnlyList<double> ours, IReadOnlyList<double>? theirs) =>
                SpeedRow.Of(Name, what, unit, peer, goal, ours, theirs, clock);
        }
    }
}
