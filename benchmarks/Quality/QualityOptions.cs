using System.Globalization;
using Hone.Benchmarks.CommandLine;

namespace Hone.Benchmarks.Quality;

/// <summary>The command line of the measurement of quality.</summary>
internal sealed record QualityOptions
{
    private const string DefaultOutput = "docs";
    private const string DefaultSeeds = "1,2,3";

    /// <summary>The line of the learning curve from a pretrained base and from scratch.</summary>
    private const string Curve = "pretraining-pays";

    /// <summary>The line of full fine-tuning and low-rank updates.</summary>
    private const string Lora = "lora";

    private static readonly string[] Names = [.. QualityLines.All.Select(line => line.Name), Curve, Lora];

    /// <summary>How it is used, for people.</summary>
    public static string Usage { get; } = $"""
        usage: benchmarks quality --data DIR [OPTIONS]

        Learns every task on real data by the trainer process, from files as they are uploaded, and compares what is reached with goals and with a peer.

          --data DIR       a folder with {string.Join(", ", QualityLines.All.Select(line => line.Folder))},
                           each with train, validation and test files, and corpora/; files may be .gz
          --only LINE,...  some lines only; there are {string.Join(", ", Names)}
          --seeds N,...    fine-tune once with each, by default {DefaultSeeds}; pretraining has the seed of its recipe
          --threads N      threads to compute with, by default libtorch's choice
          --recipe FILE    a JSON object that is merged into the recipe of every line that is measured (RFC 7396): "pretrain" and "finetune" with the members of
                           the requests POST /jobs/pretrain and /jobs/finetune, and "lora" like "finetune"; null takes away what the recipe has, all of pretraining too.
                           {Curve} has the jobs of the quickstart instead
          --pretraining-steps N  steps of pretraining of {Curve}, by default the quickstart's
          --peer DIR       a root file system that has python3 with scikit-learn, for the peer: TF-IDF with logistic regression; it is run by chroot, as root. Without it
                           what the peer reached before stays
          --keep DIR       keep jobs there, and take a pretrained base from there if its specification and texts are the same
          --output DIR     where quality.md and the figures quality.json go, by default {DefaultOutput}; figures of other sittings stay, unless they are of another recipe
        """;

    /// <summary>The data folder.</summary>
    public required string Data { get; init; }

    public required IReadOnlyList<QualityLine> Lines { get; init; }

    /// <summary>Whether the learning curve is measured.</summary>
    public required bool HasCurve { get; init; }

    /// <summary>Whether low-rank updates are measured.</summary>
    public required bool HasLora { get; init; }

    /// <summary>Steps of pretraining of the learning curve; null is the quickstart's number.</summary>
    public required int? PretrainingSteps { get; init; }

    public required IReadOnlyList<long> Seeds { get; init; }

    public required int? Threads { get; init; }

    /// <summary>What is to be different in recipes.</summary>
    public required RecipePatch Patch { get; init; }

    /// <summary>The root file system of the peer; null asks none.</summary>
    public required string? Peer { get; init; }

    /// <summary>Where jobs are kept; null keeps none.</summary>
    public required string? Keep { get; init; }

    /// <summary>The folder of the page.</summary>
    public required string Output { get; init; }

    /// <summary>The page.</summary>
    public string Page => Path.Combine(Output, "quality.md");

    /// <summary>Reads the arguments behind <c>quality</c>.</summary>
    /// <exception cref="UsageException">They cannot be understood.</exception>
    public static QualityOptions Parse(IReadOnlyList<string> args)
    {
        Arguments given = new(args, "--data", "--only", "--seeds", "--threads", "--recipe", "--peer", "--pretraining-steps", "--keep", "--output");
        string[] chosen = Choose(given.Optional("--only"));
        return new QualityOptions
        {
            Data = RequireFolder(given.Required("--data"), "The data"),
            Lines = [.. QualityLines.All.Where(line => chosen.Contains(line.Name))],
            HasCurve = chosen.Contains(Curve),
            HasLora = chosen.Contains(Lora),
            PretrainingSteps = (int?)given.Number("--pretraining-steps", least: 1),
            Seeds = ParseSeeds(given.Optional("--seeds") ?? DefaultSeeds),
            Threads = (int?)given.Number("--threads", least: 1),
            Patch = given.Optional("--recipe") is { } path ? RecipePatch.Read(path) : RecipePatch.None,
            Peer = given.Optional("--peer") is { } peer ? RequireFolder(peer, "The peer") : null,
            Keep = given.Optional("--keep") is { } keep ? Path.GetFullPath(keep) : null,
            Output = given.Optional("--output") ?? DefaultOutput,
        };
    }

    private static string RequireFolder(string path, string what) =>
        Directory.Exists(path) ? Path.GetFullPath(path) : throw new UsageException($"{what} is missing: there is no folder {path}.");

    private static string[] Choose(string? names)
    {
        string[] chosen = names?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? Names;
        return chosen.FirstOrDefault(name => !Names.Contains(name)) is { } unknown
            ? throw new UsageException($"There is no line '{unknown}'; there are {string.Join(", ", Names)}.")
            : chosen;
    }

    private static long[] ParseSeeds(string value)
    {
        string[] words = value.Split(',');
        long[] seeds = [.. words.Select(word => long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out long seed) ? seed : -1).Distinct()];
        return seeds.Length == words.Length && seeds.All(seed => seed >= 0)
            ? seeds
            : throw new UsageException($"--seeds must be different whole numbers from 0 on, with commas between them; '{value}' is not that.");
    }
}
