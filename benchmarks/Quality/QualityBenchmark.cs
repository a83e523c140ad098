using Hone.Benchmarks.CommandLine;
using Hone.Benchmarks.LearningCurves;
using Hone.Benchmarks.LowRank;
using Hone.Benchmarks.Reporting;
using Hone.Training.Native;

namespace Hone.Benchmarks.Quality;

/// <summary>What models reach on real data, line by line, beside goals and a peer; and what pretraining and low-rank updates bring.</summary>
internal sealed class QualityBenchmark : IBenchmark
{
    private const string CurvePart = "pretraining-pays";
    private const string LowRankPart = "lora";

    /// <inheritdoc/>
    public string Name => "quality";

    /// <inheritdoc/>
    public string Summary => "what models reach on real data, beside goals and a peer";

    /// <inheritdoc/>
    public string Usage => QualityOptions.Usage;

    /// <inheritdoc/>
    public void Run(IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        QualityOptions options = QualityOptions.Parse(args);
        (QualityLine Line, QualityRecipe Recipe)[] recipes = [.. options.Lines.Select(line => (line, Prepare(line, options)))];
        (QualityLine Line, QualityRecipe Recipe)? lowRank = options.HasLora && QualityLines.All.First(line => line.Recipe.Lora is not null) is { } compared
            ? (compared, Prepare(compared, options))
            : null;
        TorchRuntime.Load();
        TorchRuntime.SetThreads(options.Threads);
        string work = options.Keep ?? Directory.CreateTempSubdirectory("hone-quality-").FullName;
        try
        {
            QualityData data = new(options.Data, work);
            Dictionary<string, PeerResult> peers = options.Peer is { } root ? MeasurePeers(new TfidfPeer(root, options.Threads), data, options, cancellationToken) : [];
            foreach ((QualityLine line, QualityRecipe recipe) in recipes)
            {
                Measure(new QualityMeasurement(line, recipe with { Lora = null }, data, work, options.Threads), peers.GetValueOrDefault(line.Name), options, cancellationToken);
            }

            if (options.HasCurve)
            {
                Measure(new LearningCurveMeasurement(work, options.Threads, options.PretrainingSteps), options, cancellationToken);
            }

            if (lowRank is { } both)
            {
                Measure(new LowRankMeasurement(both.Line, both.Recipe, data, work, options.Threads), options, cancellationToken);
            }
        }
        finally
        {
            if (options.Keep is null)
            {
                Directory.Delete(work, recursive: true);
            }
        }
    }

    private static QualityRecipe Prepare(QualityLine line, QualityOptions options)
    {
        QualityRecipe recipe = options.Patch.Apply(line.Recipe);
        recipe.RequireValid(line.Task);
        return recipe;
    }

    /// <summary>What the peer reaches on each line. Figures that are there already have it beside them at once.</summary>
    private Dictionary<string, PeerResult> MeasurePeers(TfidfPeer tfidf, QualityData data, QualityOptions options, CancellationToken cancellationToken)
    {
        Dictionary<string, PeerResult> peers = [];
        foreach (QualityLine line in options.Lines.Where(line => line.HasPeer))
        {
            cancellationToken.ThrowIfCancellationRequested();
            PeerResult peer = peers[line.Name] = tfidf.Measure(data.FolderOf(line));
            Console.WriteLine($"{line.Name}: {peer}");
            Report<QualityRow> report = Report<QualityRow>.Open(options.Page, Name);
            foreach (QualityRow row in report.Rows.Where(row => row.Line == line.Name).ToList())
            {
                report.Put(row with { Peer = peer });
                report.WritePage(QualityPage.Compose);
            }
        }

        return peers;
    }

    // A report is opened anew for each row, since other sittings may go on beside this one.
    private void Measure(QualityMeasurement measurement, PeerResult? peer, QualityOptions options, CancellationToken cancellationToken)
    {
        foreach ((QualityRow row, _) in measurement.Measure(options.Seeds, cancellationToken))
        {
            string results = string.Join(", ", row.Results.Select(result => $"{result.Metric} {result.Test:F4} on test, {result.Validation:F4} on validation"));
            Console.WriteLine($"{row.Key}: {results}; {row.PretrainingMinutes:F1} + {row.Minutes:F1} minutes");
            Report<QualityRow> report = Report<QualityRow>.Open(options.Page, Name);
            PeerResult? known = report.Rows.Where(other => other.Line == row.Line && other.Peer is not null).MaxBy(other => other.MeasuredAt)?.Peer;
            report.Remove(other => other.Line == row.Line && !other.IsComparableTo(row));
            report.Put(row with { Peer = peer ?? known });
            report.WritePage(QualityPage.Compose);
        }
    }

    private static void Measure(LearningCurveMeasurement measurement, QualityOptions options, CancellationToken cancellationToken)
    {
        foreach (LearningCurveRow row in measurement.Measure(options.Seeds, cancellationToken))
        {
            Console.WriteLine($"{row.Key}: accuracy {row.Test:F4} on test, {row.Validation:F4} on validation; {row.Minutes:F1} minutes");
            Report<LearningCurveRow> report = Report<LearningCurveRow>.Open(options.Page, CurvePart);
            report.Remove(other => other.PretrainingSteps != row.PretrainingSteps);
            report.Put(row);
            AtomicFile.Write(Path.Combine(options.Output, LearningCurvePage.PictureName), LearningCurvePage.Draw(report.Rows));
            report.WritePage(LearningCurvePage.Compose);
        }
    }

    private static void Measure(LowRankMeasurement measurement, QualityOptions options, CancellationToken cancellationToken)
    {
        foreach (LowRankRow row in measurement.Measure(options.Seeds, cancellationToken))
        {
            Console.WriteLine($"{row.Key}: accuracy {row.Test:F4} on test; {row.LearningParameters:N0} weights, {row.PeakBytes / 1e6:F0} MB, {row.ExamplesPerSecond:F0} examples a second");
            Report<LowRankRow> report = Report<LowRankRow>.Open(options.Page, LowRankPart);
            report.Remove(other => other.Strategy == row.Strategy && !row.IsComparableTo(other));
            report.Put(row);
            report.WritePage(LowRankPage.Compose);
        }
    }
}
