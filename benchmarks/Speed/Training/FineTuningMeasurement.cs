using System.Diagnostics;
using System.Globalization;
using Hone.Benchmarks.CommandLine;
using Hone.Benchmarks.Corpora;
using Hone.Benchmarks.Jobs;
using Hone.Domain.Datasets;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Tasks;
using Hone.Training.Tokenization;

namespace Hone.Benchmarks.Speed.Training;

/// <summary>
/// Whole jobs that learn to classify sentences of all lengths by the trainer process, beside bare steps of PyTorch over the same lengths, padded to the
/// longest of a batch of as many sentences.
/// </summary>
internal sealed class FineTuningMeasurement : ISpeedMeasurement
{
    private const int BatchTokens = 1024;
    private const int PeerBatches = 40;
    private static readonly TrainingShape Shape = new(ModelFamily.TransformerEncoder, 4, 256, Sequences: 1, Length: 128, Vocabulary: 8000);

    /// <inheritdoc/>
    public string Name => "fine-tuning";

    /// <inheritdoc/>
    public string Summary => "fine-tuning a classifier on sentences of mixed lengths beside PyTorch";

    /// <inheritdoc/>
    public IEnumerable<SpeedRow> Measure(SpeedOptions options, CancellationToken cancellationToken)
    {
        if (options.Data is null)
        {
            throw new MeasurementException($"The measurement {Name} is of real texts: --data is missing.");
        }

        Stopwatch clock = Stopwatch.StartNew();
        using TemporaryFolder folder = new();
        string source = Path.Combine(options.Data, "classification", "sentence-polarity");
        PreparedDataset dataset = PreparedDataset.Create("sentence-polarity", TaskKind.TextClassification, source, folder.In("dataset"), cancellationToken);
        ModelInput start = Shape.WriteBase(folder.In("base"), dataset.Texts(SplitName.Train), cancellationToken);
        SequenceEncoder encoder = new(Tokenizer.Load(start.Path), Shape.Length);
        int[] lengths = [.. dataset.Texts(SplitName.Train).Select(text => encoder.Encode(text).Ids.Length)];
        int sentences = (int)Math.Round(BatchTokens / lengths.Average());

        // The file is in no order of length, so its beginning is as good as any other part of it.
        int[][] batches = [.. lengths.Chunk(sentences).Take(PeerBatches)];
        using PyTorchTraining? peer = options.PyTorch is { } root ? new(root, "classifier", Shape, "bf16", options.Threads) : null;
        List<Func<double>> figures = [Train];
        if (peer is not null)
        {
            figures.Add(() => peer.ExamplesPerSecond(batches));
        }

        IReadOnlyList<IReadOnlyList<double>> taken = Interleaved.Take(options.Rounds, figures, cancellationToken);
        yield return SpeedRow.Of(
            Name,
            string.Create(CultureInfo.InvariantCulture, $"fine-tuning a classifier, {Shape}, sentences of {lengths.Min()} to {lengths.Max()} tokens, {lengths.Average():F0} on average, {sentences} a step"),
            "examples/s",
            $"{peer?.Name ?? "PyTorch"}, bf16 autocast, padded, bare step",
            new SpeedGoal(GoalBound.AtLeast, 3),
            taken[0],
            taken.Count > 1 ? taken[1] : null,
            clock);

        double Train()
        {
            TrainerSpecification job = new()
            {
                JobId = Guid.Empty,
                Device = "cpu",
                Threads = options.Threads,
                Base = start,
                Dataset = dataset.Input with { Splits = [.. dataset.Input.Splits.Where(split => split.Name == SplitName.Train)] },
                Finetune = new FinetuneSpecification { Model = start.Model, Base = start.Model, Dataset = dataset.Input.Name, Training = new() { Epochs = 1, BatchTokens = BatchTokens } },
            };
            return TrainingSpeed.EpochsPerSecond(TrainerJob.Run(new JobDirectory(folder.In("job")), job, cancellationToken)) * lengths.Length;
        }
    }
}
