using System.Diagnostics;
using System.Globalization;
using Hone.Benchmarks.CommandLine;
using Hone.Training.Inference;
using Hone.Training.Tokenization;

namespace Hone.Benchmarks.Speed.Serving;

/// <summary>
/// What a classifier computes in this process, without HTTP, beside the same weights in ONNX Runtime: many texts at once, and one at a time. Both are given
/// tokens. Many go through the queue and the thread that a resident model has in the service.
/// </summary>
internal sealed class InferenceMeasurement : ISpeedMeasurement
{
    private const int BatchTexts = 192;
    private const int SingleTokens = 32;
    private const double ProbabilityTolerance = 0.03; // bf16 has 8 bits
    private static readonly TimeSpan SingleTime = TimeSpan.FromSeconds(1.5);
    private static readonly int[] PeerBatches = [1, 4, 8, 16, 32];

    /// <inheritdoc/>
    public string Name => "inference";

    /// <inheritdoc/>
    public string Summary => "a classifier's predictions in process, many texts and one, beside ONNX Runtime";

    /// <inheritdoc/>
    public IEnumerable<SpeedRow> Measure(SpeedOptions options, CancellationToken cancellationToken)
    {
        if (options.Data is null)
        {
            throw new MeasurementException($"The measurement {Name} is of real texts: --data is missing.");
        }

        using TemporaryFolder folder = new();
        IReadOnlyList<string> texts = ClassifierSize.ReadTexts(options.Data, folder.In("texts"), cancellationToken);
        foreach (ClassifierSize size in new[] { ClassifierSize.Mini, ClassifierSize.Base })
        {
            string directory = folder.In(size.Name);
            size.Write(directory, texts, cancellationToken);
            using OnnxClassifier? peer = options.PyTorch is { } root ? OnnxClassifier.Export(root, directory, size, options.Threads) : null;
            yield return MeasureSingle(size, directory, texts, peer, options, cancellationToken);
            if (size == ClassifierSize.Base)
            {
                yield return MeasureMany(size, directory, texts, peer, options, cancellationToken);
            }
        }
    }

    private SpeedRow MeasureSingle(
        ClassifierSize size, string directory, IReadOnlyList<string> texts, OnnxClassifier? peer, SpeedOptions options, CancellationToken cancellationToken)
    {
        Stopwatch clock = Stopwatch.StartNew();
        using TextClassifier classifier = TextClassifier.Load(directory, new InferenceOptions("cpu"));
        EncodedSequence text = texts.Select(text => classifier.Encode(text)).First(text => text.Ids.Length == SingleTokens);
        if (peer is not null)
        {
            RequireSame(classifier.Compute([text])[0], peer.Compute([text]));
        }

        List<Func<double>> figures = [() => MedianTime(() => classifier.Compute([text]))];
        if (peer is not null)
        {
            figures.Add(() => MedianTime(() => peer.Compute([text])));
        }

        IReadOnlyList<IReadOnlyList<double>> taken = Interleaved.Take(options.Rounds, figures, cancellationToken);
        return SpeedRow.Of(
            Name,
            $"classifying one text of {SingleTokens} tokens, {size}, median time",
            "ms",
            OnnxClassifier.Name,
            new SpeedGoal(GoalBound.AtMost, 1.0),
            taken[0],
            taken.Count > 1 ? taken[1] : null,
            clock);
    }

    private SpeedRow MeasureMany(
        ClassifierSize size, string directory, IReadOnlyList<string> texts, OnnxClassifier? peer, SpeedOptions options, CancellationToken cancellationToken)
    {
        Stopwatch clock = Stopwatch.StartNew();
        using InProcessService service = new(directory);
        EncodedSequence[] sequences = [.. texts.Where((_, index) => index % (texts.Count / BatchTexts) == 0).Take(BatchTexts).Select(service.Encode)];
        service.Compute(sequences);
        List<Func<double>> figures = [() => Rate(sequences.Length, () => service.Compute(sequences))];
        EncodedSequence[] sorted = [.. sequences.OrderBy(sequence => sequence.Ids.Length)];
        int best = peer is null ? 0 : PeerBatches.MaxBy(batch => Rate(sequences.Length, () => ComputeBatches(peer, sorted, batch)));
        if (peer is not null)
        {
            figures.Add(() => Rate(sequences.Length, () => ComputeBatches(peer, sorted, best)));
        }

        IReadOnlyList<IReadOnlyList<double>> taken = Interleaved.Take(options.Rounds, figures, cancellationToken);
        double tokens = sequences.Average(sequence => sequence.Ids.Length);
        return SpeedRow.Of(
            Name,
            string.Create(CultureInfo.InvariantCulture, $"classifying {sequences.Length} texts of {tokens:F0} tokens on average, {size}"),
            "texts/s",
            $"{OnnxClassifier.Name}, sorted by length, its best of batches of {string.Join(", ", PeerBatches)}",
            new SpeedGoal(GoalBound.AtLeast, 2.0),
            taken[0],
            taken.Count > 1 ? taken[1] : null,
            clock);
    }

    private static void ComputeBatches(OnnxClassifier peer, EncodedSequence[] sorted, int size)
    {
        foreach (EncodedSequence[] batch in sorted.Chunk(size))
        {
            peer.Compute(batch);
        }
    }

    private static double Rate(int texts, Action compute)
    {
        long start = Stopwatch.GetTimestamp();
        compute();
        return texts / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>The median time of a call, in milliseconds, after a few that do not count.</summary>
    internal static double MedianTime(Action compute)
    {
        List<double> times = [];
        long begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < SingleTime)
        {
            long start = Stopwatch.GetTimestamp();
            compute();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return Median.Of(times[(times.Count / 5)..]);
    }

    /// <summary>That both compute the same network.</summary>
    private static void RequireSame(float[] probabilities, float[] logits)
    {
        double[] exponentials = [.. logits.Select(logit => Math.Exp(logit))];
        double difference = probabilities.Zip(exponentials, (ours, theirs) => Math.Abs(ours - (theirs / exponentials.Sum()))).Max();
        if (!(difference <= ProbabilityTolerance))
        {
            throw new MeasurementException($"{OnnxClassifier.Name} computes something else: probabilities differ by {difference}.");
        }
    }
}
