using System.IO.Compression;
using Hone.Benchmarks.CommandLine;
using Hone.Domain.Datasets;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Text;

namespace Hone.Benchmarks.Corpora;

/// <summary>A labelled data set in canonical form, as the service stores it.</summary>
/// <param name="Input">The data set as a job names it.</param>
internal sealed record PreparedDataset(DatasetInput Input)
{
    private static readonly (string Extension, DatasetFormat Format)[] Formats =
    [
        (".jsonl", DatasetFormat.Jsonl),
        (".csv", DatasetFormat.Csv),
        (".tsv", DatasetFormat.Tsv),
        (".conll", DatasetFormat.Conll),
    ];

    /// <summary>The canonical file of a split; null where it has no rows.</summary>
    public string? PathOf(SplitName split) => Input.Splits.FirstOrDefault(part => part.Name == split)?.Path;

    /// <summary>How many rows a split has.</summary>
    public long Rows(SplitName split) => Input.Splits.FirstOrDefault(part => part.Name == split)?.Rows ?? 0;

    /// <summary>The texts of a split, without labels, one at a time.</summary>
    public IEnumerable<string> Texts(SplitName split) => PathOf(split) is not { } path
        ? []
        : Input.Task switch
        {
            TaskKind.TextClassification => CanonicalDataset.ReadClassification(path).Select(example => example.Text),
            TaskKind.TokenClassification => CanonicalDataset.ReadTokenClassification(path).Select(example => example.Text),
            TaskKind.SemanticRoleLabeling => CanonicalDataset.ReadSemanticRoles(path).Select(example => SentenceText.Join(example.Words).Text),
            _ => throw new ArgumentOutOfRangeException(nameof(split), Input.Task, "Texts of this task are not read here."),
        };

    /// <summary>Brings a data set into its canonical form, as an upload is.</summary>
    /// <param name="name">What jobs call it.</param>
    /// <param name="task">What its rows are examples of.</param>
    /// <param name="source">The folder with a file for each split, such as <c>train.csv</c>; each may be <c>.gz</c>.</param>
    /// <param name="folder">Where the canonical files go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RefusalException">It cannot be used.</exception>
    /// <exception cref="MeasurementException">There is no file to learn from, or one is not compressed as its name says.</exception>
    public static PreparedDataset Create(string name, TaskKind task, string source, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        List<DatasetPart> parts = [.. Enum.GetValues<SplitName>().Select(split => FindPart(split, source, folder)).OfType<DatasetPart>()];
        if (parts.All(part => part.Split != SplitName.Train))
        {
            string known = string.Join(", ", Formats.Select(format => $"train{format.Extension}"));
            throw new MeasurementException($"The data set {name} is missing: {source} holds none of {known}, plain or .gz.");
        }

        Dictionary<SplitName, FileStream> canonical = [];
        try
        {
            DatasetContents contents = DatasetReader
                .CanonicalizeAsync(
                    task,
                    parts,
                    new ColumnMapping(),
                    new ReadingOptions(),
                    new SplitOptions(),
                    new DatasetLimits(),
                    split => canonical[split] = File.Create(Path.Combine(folder, $"{Word(split)}.jsonl")),
                    cancellationToken)
                .GetAwaiter()
                .GetResult();
            return new PreparedDataset(new DatasetInput(
                Guid.Empty,
                name,
                task,
                contents.Labels,
                [.. canonical.Select(split => new DatasetSplitInput(split.Key, contents.Rows[split.Key], string.Empty, split.Value.Name))]));
        }
        finally
        {
            foreach (FileStream stream in canonical.Values)
            {
                stream.Dispose();
            }
        }
    }

    /// <summary>A split as it is named in files.</summary>
    private static string Word(SplitName split) => split.ToString().ToLowerInvariant();

    private static DatasetPart? FindPart(SplitName split, string source, string folder)
    {
        foreach ((string extension, DatasetFormat format) in Formats)
        {
            string plain = Path.Combine(source, Word(split) + extension);
            if (File.Exists(plain))
            {
                return new DatasetPart(split, Path.GetFileName(plain), format, plain);
            }

            if (File.Exists(plain + ".gz"))
            {
                return new DatasetPart(split, Path.GetFileName(plain) + ".gz", format, Decompress(plain + ".gz", Path.Combine(folder, $"upload-{Path.GetFileName(plain)}")));
            }
        }

        return null;
    }

    private static string Decompress(string compressed, string path)
    {
        using FileStream file = File.OpenRead(compressed);
        using GZipStream content = new(file, CompressionMode.Decompress);
        using FileStream plain = File.Create(path);
        try
        {
            content.CopyTo(plain);
            return path;
        }
        catch (InvalidDataException fault)
        {
            throw new MeasurementException($"{compressed} is not compressed as its name says: {fault.Message}");
        }
    }
}
