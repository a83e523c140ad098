using System.Diagnostics;
using System.Globalization;
using Hone.Benchmarks.Jobs;
using Hone.Benchmarks.Speed.Text;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;

namespace Hone.Benchmarks.Speed.Training;

/// <summary>Whole jobs of an LSTM language model by the trainer process, beside bare steps of PyTorch's.</summary>
internal sealed class RecurrentMeasurement : ISpeedMeasurement
{
    private const int Steps = 14;
    private const int PeerSteps = 4;
    private static readonly TrainingShape Shape = new(ModelFamily.Rnn, 2, 512, Sequences: 32, Length: 128, Vocabulary: 8000);

    /// <inheritdoc/>
    public string Name => "lstm";

    /// <inheritdoc/>
    public string Summary => "training an LSTM language model beside PyTorch";

    /// <inheritdoc/>
    public IEnumerable<SpeedRow> Measure(SpeedOptions options, CancellationToken cancellationToken)
    {
        Stopwatch clock = Stopwatch.StartNew();
        using TemporaryFolder folder = new();
        using EnglishTexts english = new(options, cancellationToken);
        ModelInput start = Shape.WriteBase(folder.In("base"), english.Documents, cancellationToken);
        using PyTorchTraining? peer = options.PyTorch is { } root ? new(root, "lstm", Shape, "fp32", options.Threads) : null;
        List<Func<double>> figures = [Train];
        if (peer is not null)
        {
            figures.Add(() => peer.StepsPerSecond(Shape, PeerSteps) * Shape.Tokens);
        }

        IReadOnlyList<IReadOnlyList<double>> taken = Interleaved.Take(options.Rounds, figures, cancellationToken);
        yield return SpeedRow.Of(
            Name,
            string.Create(CultureInfo.InvariantCulture, $"LSTM language model, {Shape}, {Shape.Sequences} × {Shape.Length} tokens a step, {Shape.Vocabulary:N0} pieces"),
            "tokens/s",
            $"{peer?.Name ?? "PyTorch"}, fp32, bare step",
            new SpeedGoal(GoalBound.AtLeast, 1.2),
            taken[0],
            taken.Count > 1 ? taken[1] : null,
            clock);

        double Train()
        {
            TrainerJob job = TrainerJob.Run(new JobDirectory(folder.In("job")), Shape.Pretraining(start, english.Corpora, Steps, options.Threads), cancellationToken);
            return TrainingSpeed.StepsPerSecond(job) * Shape.Tokens;
        }
    }
}
