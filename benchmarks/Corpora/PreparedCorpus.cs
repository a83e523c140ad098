using System.IO.Compression;
using Hone.Benchmarks.CommandLine;
using Hone.Domain.Corpora;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Problems;
using Hone.Training.Text;

namespace Hone.Benchmarks.Corpora;

/// <summary>A corpus in canonical form, as the service stores it.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="Path">The canonical file.</param>
/// <param name="Summary">How large it is.</param>
internal sealed record PreparedCorpus(string Name, string Path, CorpusSummary Summary)
{
    /// <summary>The corpus as a job names it.</summary>
    public CorpusInput Input => new(Guid.Empty, Name, Summary.Documents, string.Empty, Path);

    /// <summary>The texts, one at a time.</summary>
    public IEnumerable<string> Documents => CanonicalCorpus.ReadDocuments(Path);

    /// <summary>Brings a corpus into its canonical form, as an upload is.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="folder">Where the canonical file goes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RefusalException">It cannot be used.</exception>
    /// <exception cref="MeasurementException">It is not compressed as its name says.</exception>
    public static PreparedCorpus Create(CorpusArgument corpus, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        string name = System.IO.Path.GetFileName(corpus.Path);
        bool isCompressed = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        string inner = isCompressed ? System.IO.Path.GetFileNameWithoutExtension(name) : name;
        CorpusFormat format = System.IO.Path.GetExtension(inner) is ".jsonl" or ".ndjson" ? CorpusFormat.Jsonl : CorpusFormat.Text;
        string path = System.IO.Path.Combine(folder, $"{corpus.Name}.jsonl");
        using FileStream file = File.OpenRead(corpus.Path);
        using Stream content = isCompressed ? new GZipStream(file, CompressionMode.Decompress) : file;
        using FileStream canonical = File.Create(path);
        try
        {
            CorpusSummary summary = CorpusReader
                .CanonicalizeAsync(content, format, name, canonical, new CorpusLimits(), cancellationToken)
                .GetAwaiter()
                .GetResult();
            return new PreparedCorpus(corpus.Name, path, summary);
        }
        catch (InvalidDataException fault)
        {
            throw new MeasurementException($"{corpus.Path} is not compressed as its name says: {fault.Message}");
        }
    }
}
