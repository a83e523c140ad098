using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Hone.Training.Tokenization;

namespace Hone.Training.Data;

/// <summary>
/// A corpus as token ids in one memory-mapped file: 16 bits each when the vocabulary allows, else 32, little-endian, every document
/// followed by the separator. Documents of which the vocabulary cannot spell a single word are left out.
/// </summary>
public sealed unsafe class TokenShard : IDisposable
{
    private const int DocumentsPerTask = 256;

    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly byte* start;
    private readonly bool wide;

    private TokenShard(string path, bool wide)
    {
        this.wide = wide;
        Length = new FileInfo(path).Length / Width(wide);
        file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
    }

    /// <summary>How many tokens it holds.</summary>
    public long Length { get; }

    /// <summary>Encodes documents on all processors into a new file; null when they hold no token at all.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="documents">The texts, in order.</param>
    /// <param name="tokenizer">Cuts them into tokens.</param>
    /// <param name="encoded">Told the number of documents done so far.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static TokenShard? Create(
        string path,
        IEnumerable<string> documents,
        Tokenizer tokenizer,
        Action<long> encoded,
        CancellationToken cancellationToken)
    {
        bool wide = tokenizer.VocabularySize > ushort.MaxValue + 1;
        long done = 0;
        using (FileStream output = File.Create(path))
        {
            IEnumerable<(byte[] Bytes, int Documents)> chunks = documents
                .Chunk(DocumentsPerTask)
                .AsParallel()
                .AsOrdered()
                .WithMergeOptions(ParallelMergeOptions.NotBuffered)
                .WithCancellation(cancellationToken)
                .Select(chunk => (Encode(chunk, tokenizer, wide), chunk.Length));
            foreach ((byte[] bytes, int count) in chunks)
            {
                output.Write(bytes);
                encoded(done += count);
            }

            if (output.Length == 0)
            {
                return null;
            }
        }

        return new TokenShard(path, wide);
    }

    /// <summary>Copies tokens out.</summary>
    public void Read(long offset, Span<int> tokens)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + tokens.Length, Length);
        if (wide)
        {
            new ReadOnlySpan<int>((int*)start + offset, tokens.Length).CopyTo(tokens);
            return;
        }

        ReadOnlySpan<ushort> narrow = new((ushort*)start + offset, tokens.Length);
        for (int i = 0; i < tokens.Length; i++)
        {
            tokens[i] = narrow[i];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        file.Dispose();
    }

    private static byte[] Encode(string[] documents, Tokenizer tokenizer, bool wide)
    {
        List<int> ids = [];
        foreach (string document in documents)
        {
            int before = ids.Count;
            tokenizer.Encode(document, ids);
            if (CollectionsMarshal.AsSpan(ids)[before..].ContainsAnyExcept(tokenizer.UnknownId ?? -1))
            {
                ids.Add(tokenizer.SeparatorId);
            }
            else
            {
                CollectionsMarshal.SetCount(ids, before); // nothing in it that could be learnt
            }
        }

        byte[] bytes = new byte[ids.Count * Width(wide)];
        if (wide)
        {
            CollectionsMarshal.AsSpan(ids).CopyTo(MemoryMarshal.Cast<byte, int>(bytes.AsSpan()));
            return bytes;
        }

        Span<ushort> narrow = MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan());
        for (int i = 0; i < ids.Count; i++)
        {
            narrow[i] = (ushort)ids[i];
        }

        return bytes;
    }

    private static int Width(bool wide) => wide ? sizeof(int) : sizeof(ushort);
}
