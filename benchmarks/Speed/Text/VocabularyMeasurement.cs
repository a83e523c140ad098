using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hone.Benchmarks.Peers;
using Hone.Benchmarks.Reporting;
using Hone.Domain.Jobs.Specifications;
using Hone.Training.Tokenization;

namespace Hone.Benchmarks.Speed.Text;

/// <summary>How long a vocabulary takes to learn from a stored corpus, as a pretraining job learns it, beside SentencePiece.</summary>
internal sealed class VocabularyMeasurement : ISpeedMeasurement
{
    private const int Pieces = 8_000;

    /// <inheritdoc/>
    public string Name => "vocabulary";

    /// <inheritdoc/>
    public string Summary => "learning a vocabulary beside SentencePiece";

    /// <inheritdoc/>
    public IEnumerable<SpeedRow> Measure(SpeedOptions options, CancellationToken cancellationToken)
    {
        Stopwatch clock = Stopwatch.StartNew();
        using EnglishTexts english = new(options, cancellationToken);
        int threads = Environment.ProcessorCount; // Hone counts words on all processors, whatever a job computes with
        using PythonPeer? peer = options.PyTorch is { } root ? new PythonPeer(root, "vocabulary.py", threads, threads.ToString(CultureInfo.InvariantCulture)) : null;
        string name = "SentencePiece, BPE";
        List<Func<double>> figures = [() => Time(english, cancellationToken)];
        if (peer is not null)
        {
            File.WriteAllLines(Path.Combine(peer.Folder, "texts.txt"), english.Sentences());
            name = $"SentencePiece {Learn(peer).GetProperty("version").GetString()}, BPE";
            figures.Add(() => Learn(peer).GetProperty("seconds").GetDouble());
        }

        Time(english, cancellationToken); // compiles what is run for the first time
        IReadOnlyList<IReadOnlyList<double>> taken = Interleaved.Take(options.Rounds, figures, cancellationToken);
        yield return new SpeedRow
        {
            Measurement = Name,
            MeasuredAt = DateTime.UtcNow,
            Machine = Machine.Describe(),
            Seed = 0, // nothing is drawn
            Minutes = clock.Elapsed.TotalMinutes,
            What = $"learning a WordPiece vocabulary of {Pieces:N0}, {english.Description}, all processors",
            Unit = "s",
            Peer = name,
            Goal = new SpeedGoal(GoalBound.AtMost, 2),
            Ours = taken[0],
            Theirs = taken.Count > 1 ? taken[1] : null,
        };
    }

    private static JsonElement Learn(PythonPeer peer) => peer.Ask(new { pieces = Pieces, folder = peer.Inside });

    private static double Time(EnglishTexts english, CancellationToken cancellationToken)
    {
        Stopwatch clock = Stopwatch.StartNew();
        WordPieceTrainer.Train(english.Documents, new TokenizerOptions { VocabularySize = Pieces }, progress: null, cancellationToken);
        return clock.Elapsed.TotalSeconds;
    }
}
