using System.Text;
using Hone.Api.Quickstart;
using Hone.Benchmarks.CommandLine;
using Hone.Benchmarks.Corpora;

namespace Hone.Benchmarks.Speed.Text;

/// <summary>The English that the text side is measured on: the corpora named <c>*.en.*</c>, or the API documentation of the .NET SDK where none are given.</summary>
internal sealed class EnglishTexts : IDisposable
{
    private const string DocumentationName = "documentation of .NET";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hone-speed-");

    /// <summary>Brings the corpora into their canonical form.</summary>
    /// <exception cref="MeasurementException">There are none, or one cannot be read.</exception>
    public EnglishTexts(SpeedOptions options, CancellationToken cancellationToken)
    {
        string corpora = Path.Combine(options.Data ?? string.Empty, "corpora");
        string[] files = options.Data is not null && Directory.Exists(corpora) ? [.. Directory.GetFiles(corpora, "*.en.*").Order(StringComparer.Ordinal)] : [];
        IEnumerable<CorpusArgument> sources = files.Length > 0 ? files.Select(file => new CorpusArgument(Path.GetFileName(file).Split('.')[0], file)) : [WriteDocumentation()];
        Corpora = [.. sources.Select(source => PreparedCorpus.Create(source, Folder, cancellationToken))];
        Bytes = Documents.Sum(document => (long)Encoding.UTF8.GetByteCount(document));
        Description = $"{Bytes / 1e6:0.0} MB of English ({string.Join(", ", Corpora.Select(corpus => corpus.Name))})";
    }

    /// <summary>A folder for files, which goes with this.</summary>
    public string Folder => folder.FullName;

    /// <summary>The corpora, as the service stores them.</summary>
    public IReadOnlyList<PreparedCorpus> Corpora { get; }

    /// <summary>What it is, with its size.</summary>
    public string Description { get; }

    /// <summary>How large it is in UTF-8.</summary>
    public long Bytes { get; }

    /// <summary>The documents, read from the stored corpora one at a time.</summary>
    public IEnumerable<string> Documents => Corpora.SelectMany(corpus => corpus.Documents);

    /// <summary>The documents cut at line ends and behind full stops.</summary>
    public IEnumerable<string> Sentences() => Documents.SelectMany(document => document.Split('\n')).SelectMany(Cut).Where(sentence => !string.IsNullOrWhiteSpace(sentence));

    /// <inheritdoc/>
    public void Dispose() => folder.Delete(recursive: true);

    private static IEnumerable<string> Cut(string line)
    {
        int start = 0;
        for (int stop = line.IndexOf(". ", StringComparison.Ordinal); stop >= 0; stop = line.IndexOf(". ", start, StringComparison.Ordinal))
        {
            yield return line[start..(stop + 1)];
            start = stop + 2;
        }

        yield return line[start..];
    }

    private CorpusArgument WriteDocumentation()
    {
        try
        {
            QuickstartData data = QuickstartData.From([.. ReferencePacks.FindDocumentation().SelectMany(DocumentationReader.Read)]);
            string path = Path.Combine(Folder, "documentation.txt");
            using StreamWriter writer = new(path);
            data.WriteCorpus(writer);
            return new CorpusArgument(DocumentationName, path);
        }
        catch (QuickstartException missing)
        {
            throw new MeasurementException(missing.Message);
        }
    }
}
