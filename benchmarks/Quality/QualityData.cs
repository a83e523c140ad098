using System.Text.Json;
using Hone.Benchmarks.CommandLine;
using Hone.Benchmarks.Corpora;
using Hone.Domain;
using Hone.Domain.Datasets;
using Hone.Domain.Jobs.Running;

namespace Hone.Benchmarks.Quality;

/// <summary>The data folder: data sets by the names of lines, and corpora by the names of their files without endings.</summary>
/// <param name="root">The folder.</param>
/// <param name="work">Where canonical files go.</param>
internal sealed class QualityData(string root, string work)
{
    private static readonly string[] CorpusEndings = [".jsonl", ".txt", ".jsonl.gz", ".txt.gz"];

    private readonly Dictionary<string, PreparedDataset> datasets = [];

    /// <summary>The folder of a line's files.</summary>
    public string FolderOf(QualityLine line) => Path.Combine(root, line.Folder);

    /// <summary>The data set of a line.</summary>
    /// <exception cref="MeasurementException">It is not there.</exception>
    public PreparedDataset Dataset(QualityLine line, CancellationToken cancellationToken)
    {
        if (!datasets.TryGetValue(line.Name, out PreparedDataset? dataset))
        {
            dataset = PreparedDataset.Create(line.Name, line.Task, FolderOf(line), Path.Combine(work, "datasets", line.Name), cancellationToken);
            datasets.Add(line.Name, dataset);
        }

        return dataset;
    }

    /// <summary>
    /// Texts to pretrain on, each as a corpus of its own, without those that the given line, or one of those named, is judged or chosen by: lines that name the
    /// same texts share a base then.
    /// </summary>
    /// <param name="names">Names of lines, of which the texts to learn from are meant, and of corpora.</param>
    /// <param name="judged">The line.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MeasurementException">One is not there.</exception>
    public IReadOnlyList<CorpusInput> Corpora(IEnumerable<string> names, QualityLine judged, CancellationToken cancellationToken)
    {
        string[] sources = [.. names];
        QualityLine[] lines = [.. QualityLines.All.Where(line => line.Name == judged.Name || sources.Contains(line.Name))];
        HeldOutTexts heldOut = new(lines.Select(line => Dataset(line, cancellationToken)).SelectMany(dataset => dataset.Texts(SplitName.Validation).Concat(dataset.Texts(SplitName.Test))));
        return [.. sources.Select(name => Write(name, TextsOf(name, cancellationToken).Where(text => !heldOut.AreIn(text)), judged, cancellationToken))];
    }

    private IEnumerable<string> TextsOf(string name, CancellationToken cancellationToken)
    {
        if (QualityLines.All.FirstOrDefault(line => line.Name == name) is { } line)
        {
            return Dataset(line, cancellationToken).Texts(SplitName.Train);
        }

        string folder = Path.Combine(root, "corpora");
        string? path = CorpusEndings.Select(ending => Path.Combine(folder, name + ending)).FirstOrDefault(File.Exists);
        return path is null
            ? throw new MeasurementException($"There is no corpus {name}: neither a line of that name, nor {Path.Combine(folder, name)} with one of {string.Join(", ", CorpusEndings)}.")
            : PreparedCorpus.Create(new CorpusArgument(name, path), Path.Combine(work, "corpora"), cancellationToken).Documents;
    }

    private CorpusInput Write(string name, IEnumerable<string> texts, QualityLine judged, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(work, "pretraining", judged.Name);
        Directory.CreateDirectory(folder);
        string upload = Path.Combine(folder, $"{name}.upload.jsonl");
        File.WriteAllLines(upload, texts.Select(text => JsonSerializer.Serialize(new { text }, HoneJson.Options)));
        return PreparedCorpus.Create(new CorpusArgument(name, upload), folder, cancellationToken).Input;
    }
}
