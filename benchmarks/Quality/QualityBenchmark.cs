using Hone.Benchmarks.CommandLine;
using Hone.Benchmarks.Reporting;

namespace Hone.Benchmarks.Quality;

/// <summary>What models reach on real data, line by line, beside goals and a peer.</summary>
internal sealed class QualityBenchmark : IBenchmark
{
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
        (QualityLine Line, QualityRecipe Recipe)[] recipes = [.. options.Lines.Select(line => (line, options.Patch.Apply(line.Recipe)))];
        foreach ((QualityLine line, QualityRecipe recipe) in recipes)
        {
            recipe.RequireValid(line.Task);
        }

        string work = options.Keep ?? Directory.CreateTempSubdirectory("hone-quality-").FullName;
        try
        {
            QualityData data = new(options.Data, work);
            foreach ((QualityLine line, QualityRecipe recipe) in recipes)
            {
                PeerResult? peer = options.Peer is { } root && line.HasPeer ? new TfidfPeer(root, options.Threads).Measure(data.FolderOf(line)) : null;
                Measure(new QualityMeasurement(line, recipe, data, work, options.Threads), peer, options, cancellationToken);
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

    private void Measure(QualityMeasurement measurement, PeerResult? peer, QualityOptions options, CancellationToken cancellationToken)
    {
        foreach (QualityRow row in measurement.Measure(options.Seeds, cancellationToken))
        {
            string results = string.Join(", ", row.Results.Select(result => $"{result.Metric} {result.Test:F4} on test, {result.Validation:F4} on validation"));
            Console.WriteLine($"{row.Key}: {results}; {row.PretrainingMinutes:F1} + {row.Minutes:F1} minutes");
            Report<QualityRow> report = Report<QualityRow>.Open(options.Page, Name); // anew each time: other sittings may go on beside this one
            PeerResult? known = report.Rows.Where(other => other.Line == row.Line && other.Peer is not null).MaxBy(other => other.MeasuredAt)?.Peer;
            report.Remove(other => other.Line == row.Line && !other.IsComparableTo(row));
            report.Put(row with { Peer = peer ?? known });
            report.WritePage(QualityPage.Compose);
        }
    }
}
