using Hone.Benchmarks.CommandLine;

namespace Hone.Benchmarks.Speed;

/// <summary>The command line of the measurements of speed and memory.</summary>
internal sealed record SpeedOptions
{
    private const string DefaultOutput = "docs";
    private const int DefaultRounds = 5;

    /// <summary>The word that chooses the pictures of how speed grows.</summary>
    private const string Scaling = "scaling";

    private static readonly string[] Names = [.. SpeedBenchmark.All.Select(measurement => measurement.Name), Scaling];

    /// <summary>How it is used, for people.</summary>
    public static string Usage { get; } = $"""
        usage: benchmarks speed [OPTIONS]          benchmarks all [OPTIONS] is the same

        Measures speed and memory beside peers on the same machine in the same run, by turns. A peer that is not given is named as missing.

          --only NAME,...    some measurements only; there are {string.Join(", ", Names)}
          --data DIR         a folder with corpora/ and classification/sentence-polarity, for measurements on real text; files may be .gz
          --pytorch DIR      a root file system that has python3 with PyTorch, ONNX and SentencePiece; it is run by chroot, as root
          --tokenizers DIR   a folder whose node_modules has Hugging Face's tokenizers for Node.js
          --rounds N         how often each figure is taken, by default {DefaultRounds}
          --threads N        threads to compute with, Hone and peers alike, by default all processors
          --output DIR       where performance.md, its figures performance.json and its pictures go, by default {DefaultOutput}
        """;

    /// <summary>What is measured.</summary>
    public required IReadOnlyList<ISpeedMeasurement> Measurements { get; init; }

    /// <summary>Whether the pictures of how speed grows are made.</summary>
    public required bool HasScaling { get; init; }

    /// <summary>The data folder; null if there is none.</summary>
    public required string? Data { get; init; }

    /// <summary>The root file system of the Python peers; null if there is none.</summary>
    public required string? PyTorch { get; init; }

    /// <summary>The folder of Hugging Face's tokenizers; null if there is none.</summary>
    public required string? Tokenizers { get; init; }

    /// <summary>How often each figure is taken.</summary>
    public required int Rounds { get; init; }

    /// <summary>Threads that Hone and peers compute with.</summary>
    public required int Threads { get; init; }

    /// <summary>The folder of the page.</summary>
    public required string Output { get; init; }

    /// <summary>The page.</summary>
    public string Page => Path.Combine(Output, "performance.md");

    /// <summary>Reads the arguments behind <c>speed</c>.</summary>
    /// <exception cref="UsageException">They cannot be understood.</exception>
    public static SpeedOptions Parse(IReadOnlyList<string> args)
    {
        Arguments given = new(args, "--only", "--data", "--pytorch", "--tokenizers", "--rounds", "--threads", "--output");
        string[] chosen = Choose(given.Optional("--only"));
        return new SpeedOptions
        {
            Measurements = [.. SpeedBenchmark.All.Where(measurement => chosen.Contains(measurement.Name))],
            HasScaling = chosen.Contains(Scaling),
            Data = Folder(given, "--data"),
            PyTorch = Folder(given, "--pytorch"),
            Tokenizers = Folder(given, "--tokenizers"),
            Rounds = (int)(given.Number("--rounds", least: 1) ?? DefaultRounds),
            Threads = (int)(given.Number("--threads", least: 1) ?? Environment.ProcessorCount),
            Output = given.Optional("--output") ?? DefaultOutput,
        };
    }

    private static string[] Choose(string? names)
    {
        string[] chosen = names?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? Names;
        return chosen.FirstOrDefault(name => !Names.Contains(name)) is { } unknown
            ? throw new UsageException($"There is no measurement '{unknown}'; there are {string.Join(", ", Names)}.")
            : chosen;
    }

    private static string? Folder(Arguments given, string option)
    {
        if (given.Optional(option) is not { } path)
        {
            return null;
        }

        return Directory.Exists(path) ? Path.GetFullPath(path) : throw new UsageException($"{option}: there is no folder {path}.");
    }
}
