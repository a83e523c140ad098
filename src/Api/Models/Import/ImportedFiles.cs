using Hone.Api.Configuration;
using Hone.Api.Persistence;
using Hone.Domain.Problems;
using Hone.Training.Artifacts;

namespace Hone.Api.Models.Import;

/// <summary>Takes the files of a model that are needed into a folder, and counts and hashes what is taken.</summary>
/// <param name="folder">An existing, empty folder.</param>
/// <param name="limits">How much may come.</param>
internal sealed class ImportedFiles(string folder, LimitOptions limits)
{
    private static readonly string[] Known =
    [
        "config.json", WeightFiles.IndexFile, "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "vocab.txt", "vocab.json", "merges.txt", "hone.json",
    ];

    private readonly Dictionary<string, string> hashes = [];
    private readonly byte[] buffer = new byte[1 << 20];
    private string? pickle;

    /// <summary>SHA-256 of what was taken, by name.</summary>
    public IReadOnlyDictionary<string, string> Sha256 => hashes;

    /// <summary>Bytes that were taken.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether a file is one that a model is read from. Everything else stays where it is: text about the model, other formats, pickles.</summary>
    public static bool IsNeeded(string name) =>
        Known.Contains(name) || (IsWeights(name) && !name.Contains('/'));

    /// <summary>Remembers that there is a file which is not taken.</summary>
    public void PassOver(string name)
    {
        if (WeightFiles.IsPickle(name) && (pickle is null || name.StartsWith("pytorch_model", StringComparison.Ordinal)))
        {
            pickle = name;
        }
    }

    /// <summary>Takes one file.</summary>
    /// <param name="name">Its name, without a folder.</param>
    /// <param name="content">All of it.</param>
    /// <param name="see">Shown each piece as it comes; may refuse to go on.</param>
    /// <param name="cancellationToken">Ends the copy.</param>
    /// <exception cref="RefusalException">All files together are larger than is accepted.</exception>
    public async Task TakeAsync(string name, Stream content, Action<ReadOnlyMemory<byte>>? see, CancellationToken cancellationToken)
    {
        await using FileStream file = new(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        using HashingStream hashing = new(file);
        for (int count; (count = await content.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            Bytes += count;
            if (!IsWeights(name) && hashing.Count + count > limits.ModelTextBytes)
            {
                throw new RefusalException(RefusalKind.TooLarge, ProblemCodes.ExpandsTooFar, $"'{name}' has more than {limits.ModelTextBytes} bytes.");
            }

            if (Bytes > limits.DecompressedBytes)
            {
                throw new RefusalException(RefusalKind.TooLarge, ProblemCodes.ExpandsTooFar, $"The files of the model have more than {limits.DecompressedBytes} bytes.");
            }

            see?.Invoke(buffer.AsMemory(0, count));
            await hashing.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }

        await file.FlushAsync(cancellationToken);
        file.Flush(flushToDisk: true);
        hashes.Add(name, hashing.Sha256);
    }

    /// <summary>Refuses a model whose weights did not come.</summary>
    /// <exception cref="RefusalException">There is no safetensors file, but a pickle.</exception>
    public void RefuseMissingWeights()
    {
        if (pickle is not null && !hashes.Keys.Any(IsWeights))
        {
            throw WeightFiles.RefusePickle(pickle);
        }
    }

    private static bool IsWeights(string name) => name.EndsWith(".safetensors", StringComparison.Ordinal);
}
