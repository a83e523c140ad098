using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Hone.Domain;
using Hone.Domain.Problems;

namespace Hone.Training.Artifacts;

/// <summary>A model as files, in Hugging Face's layout: what a job writes, the registry keeps and a download contains.</summary>
/// <param name="Path">The folder.</param>
public sealed record ModelDirectory(string Path)
{
    /// <summary>The network's configuration, with Hugging Face's keys.</summary>
    public string Config => System.IO.Path.Combine(Path, "config.json");

    /// <summary>The weights, in the safetensors format. Models from elsewhere may have shards instead, see <see cref="WeightFiles"/>.</summary>
    public string Weights => System.IO.Path.Combine(Path, WeightFiles.SingleFile);

    /// <summary>The tokenizer.</summary>
    public string Tokenizer => System.IO.Path.Combine(Path, "tokenizer.json");

    /// <summary>The WordPiece vocabulary, one piece per line.</summary>
    public string Vocabulary => System.IO.Path.Combine(Path, "vocab.txt");

    /// <summary>The <see cref="ModelRecord"/>.</summary>
    public string Record => System.IO.Path.Combine(Path, "hone.json");

    /// <summary>Bytes of all files together.</summary>
    public long CountBytes() => Files().Sum(file => file.Length);

    /// <summary>Copies all files into a new folder.</summary>
    public void CopyTo(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (FileInfo file in Files())
        {
            string copy = System.IO.Path.Combine(folder, System.IO.Path.GetRelativePath(Path, file.FullName));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            file.CopyTo(copy);
        }
    }

    /// <summary>SHA-256 of the weights, in lower-case hexadecimal; of shards one behind the other, in the order of their names.</summary>
    /// <exception cref="RefusalException">There are no weights.</exception>
    public async Task<string> HashWeightsAsync(CancellationToken cancellationToken)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 20];
        foreach (string file in WeightFiles.In(Path))
        {
            await using FileStream weights = OpenRead(System.IO.Path.Combine(Path, file));
            for (int count; (count = await weights.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                hash.AppendData(buffer.AsSpan(0, count));
            }
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    /// <summary>Writes <c>hone.json</c>.</summary>
    public void WriteRecord(ModelRecord record) => File.WriteAllBytes(Record, JsonSerializer.SerializeToUtf8Bytes(record, HoneJson.Indented));

    /// <summary>Reads <c>hone.json</c>.</summary>
    /// <exception cref="RefusalException">It is absent or not what Hone writes.</exception>
    public ModelRecord ReadRecord()
    {
        try
        {
            return JsonSerializer.Deserialize<ModelRecord>(File.ReadAllBytes(Record), HoneJson.Options)
                ?? throw new JsonException("It is null.");
        }
        catch (Exception exception) when (exception is JsonException or FileNotFoundException or DirectoryNotFoundException)
        {
            string message = $"'hone.json' cannot be used: {exception.Message}";
            throw new RefusalException(RefusalKind.Invalid, ProblemCodes.InvalidModelDirectory, message)
            {
                Problems = [new Problem(ProblemCodes.InvalidModelDirectory, message) { File = "hone.json" }],
                ProblemCount = 1,
            };
        }
    }

    /// <summary>
    /// Writes the files as a zip archive, as they are read: nothing is kept in memory and the destination is neither sought in nor written to synchronously,
    /// so that it can be a response. Weights are stored as they are, since compression would cost much and save little.
    /// </summary>
    public async Task WriteZipAsync(Stream destination, CancellationToken cancellationToken)
    {
        // Closing an entry writes what its compressor still holds synchronously, whatever one does: the buffer, emptied before, takes that.
        BufferedStream buffered = new(destination, 1 << 18);
        await using (ZipArchive archive = await ZipArchive.CreateAsync(buffered, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken))
        {
            foreach (FileInfo file in Files())
            {
                string name = System.IO.Path.GetRelativePath(Path, file.FullName).Replace('\\', '/');
                ZipArchiveEntry entry = archive.CreateEntry(name, file.Extension == ".safetensors" ? CompressionLevel.NoCompression : CompressionLevel.Optimal);
                entry.LastWriteTime = file.LastWriteTimeUtc;
                await using FileStream source = OpenRead(file.FullName);
                await using Stream target = await entry.OpenAsync(cancellationToken);
                await source.CopyToAsync(target, cancellationToken);
                await buffered.FlushAsync(cancellationToken);
            }
        }

        await buffered.FlushAsync(cancellationToken);
    }

    private IEnumerable<FileInfo> Files() =>
        new DirectoryInfo(Path).EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal);

    private static FileStream OpenRead(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
}
