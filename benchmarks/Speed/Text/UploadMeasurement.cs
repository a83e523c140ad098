using System.Diagnostics;
using Hone.Benchmarks.CommandLine;
using Hone.Benchmarks.Reporting;
using Hone.Benchmarks.Services;

namespace Hone.Benchmarks.Speed.Text;

/// <summary>How fast the service takes a large corpus in, beside what its disk takes, and how much memory that costs it.</summary>
internal sealed class UploadMeasurement : ISpeedMeasurement
{
    private const long Bytes = 1_000_000_000;

    /// <summary>Each round writes two gigabytes.</summary>
    private const int MostRounds = 2;

    private static readonly TimeSpan SampleEvery = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc/>
    public string Name => "upload";

    /// <inheritdoc/>
    public string Summary => "uploading a corpus beside writing to the disk, and the memory that it takes";

    /// <inheritdoc/>
    public IEnumerable<SpeedRow> Measure(SpeedOptions options, CancellationToken cancellationToken)
    {
        Stopwatch clock = Stopwatch.StartNew();
        using EnglishTexts english = new(options, cancellationToken);
        RepeatedText text = new(english.Sentences(), Bytes);
        using TemporaryFolder folder = new();
        using ServiceProcess service = new(folder.In("data"), workers: 0, cancellationToken);
        long free = new DriveInfo(service.Data).AvailableFreeSpace;
        if (free < 3 * text.Length)
        {
            throw new MeasurementException($"{service.Data}: {free / 1e9:0.0} GB are free, and {3 * text.Length / 1e9:0.0} GB are needed.");
        }

        double megabytes = text.Length / 1e6;
        Upload(service, new RepeatedText(["The first text."], bytes: 1), cancellationToken);
        List<double> growth = [];
        IReadOnlyList<IReadOnlyList<double>> taken = Interleaved.Take(
            Math.Min(options.Rounds, MostRounds), [() => megabytes / UploadWatched(), () => megabytes / Write(text, service.Data)], cancellationToken);
        string what = $"uploading a corpus of {text.Length / 1e9:0.00} GB, plain text";
        yield return new SpeedRow
        {
            Measurement = Name,
            MeasuredAt = DateTime.UtcNow,
            Machine = Machine.Describe(),
            Seed = 0, // nothing is drawn
            Minutes = clock.Elapsed.TotalMinutes,
            What = what,
            Unit = "MB/s",
            Peer = "writing the same bytes to a file of the same disk, fsync included",
            Goal = new SpeedGoal(GoalBound.AtLeast, 0.5),
            Ours = taken[0],
            Theirs = taken[1],
        };
        yield return new SpeedRow
        {
            Measurement = Name,
            MeasuredAt = DateTime.UtcNow,
            Machine = Machine.Describe(),
            Seed = 0, // nothing is drawn
            Minutes = clock.Elapsed.TotalMinutes,
            What = $"{what}: growth of the service's resident memory",
            Unit = "MB",
            Goal = new SpeedGoal(GoalBound.AtMost, 100),
            Ours = growth,
        };

        double UploadWatched()
        {
            long before = service.ResidentBytes;
            long most = before;
            using Timer samples = new(_ => most = Math.Max(most, service.ResidentBytes), state: null, SampleEvery, SampleEvery);
            double seconds = Upload(service, text, cancellationToken);
            growth.Add((most - before) / 1e6);
            return seconds;
        }
    }

    /// <returns>Seconds until the service has answered; the corpus is deleted then.</returns>
    private static double Upload(ServiceProcess service, RepeatedText text, CancellationToken cancellationToken)
    {
        Stopwatch clock = Stopwatch.StartNew();
        service.Send(HttpMethod.Post, "corpora?name=speed&format=text", text.ToContent(), cancellationToken);
        double seconds = clock.Elapsed.TotalSeconds;
        service.Send(HttpMethod.Delete, "corpora/speed", content: null, cancellationToken);
        return seconds;
    }

    private static double Write(RepeatedText text, string folder)
    {
        string path = Path.Combine(folder, "written.txt");
        Stopwatch clock = Stopwatch.StartNew();
        using (FileStream file = File.Create(path))
        {
            foreach (ReadOnlyMemory<byte> piece in text.Pieces())
            {
                file.Write(piece.Span);
            }

            file.Flush(flushToDisk: true);
        }

        double seconds = clock.Elapsed.TotalSeconds;
        File.Delete(path);
        return seconds;
    }
}
