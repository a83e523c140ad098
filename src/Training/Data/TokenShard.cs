using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Hone.Training.Tokenization;

namespace Hone.Training.Data;

/// <summary>
/// A corpus as token ids in one memory-mapped file: 16 bits each when the vocabulary allows, else 32, little-endian, every document
/// followed by the separator. Documents of which the vocabulary cannot spell a single word are left out. Where words are to be known, bit 15
/// of 16 or bit 30 of 32 is set in a token that a word begins with.
/// </summary>
public sealed unsafe class TokenShard : IDisposable
{
    private const int DocumentsPerTask = 256;

    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly byte* start;
    private readonly bool wide;

    private TokenShard(string path, bool wide, bool hasWords)
    {
        this.wide = wide;
        HasWords = hasWords;
        Length = new FileInfo(path).Length / Width(wide);
        file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
    }

    /// <summary>How many tokens it holds.</summary>
    public long Length { get; }

    /// <summary>Whether it tells where words begin.</summary>
    public bool HasWords { get; }

    /// <summary>Encodes documents on all processors into a new file; null when they hold no token at all.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="documents">The texts, in order.</param>
    /// <param name="tokenizer">Cuts them into tokens.</param>
    /// <param name="encoded">Told the number of documents done so far.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <param name="withWords">Whether to mark where words begin.</param>
    public static TokenShard? Create(
        string path,
        IEnumerable<string> documents,
        Tokenizer tokenizer,
        Action<long> encoded,
        CancellationToken cancellationToken,
        bool withWords = false)
    {
        bool wide = tokenizer.VocabularySize > (withWords ? WordBit(wide: false) : ushort.MaxValue + 1);
        long done = 0;
        using (FileStream output = File.Create(path))
        {
            IEnumerable<(byte[] Bytes, int Documents)> chunks = documents
                .Chunk(DocumentsPerTask)
                .AsParallel()
                .AsOrdered()
                .WithMergeOptions(ParallelMergeOptions.NotBuffered)
                .WithCancellation(cancellationToken)
                .Select(chunk => (Encode(chunk, tokenizer, wide, withWords), chunk.Length));
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

        return new TokenShard(path, wide, withWords);
    }

    /// <summary>Copies tokens out.</summary>
    /// <param name="offset">The first of them.</param>
    /// <param name="tokens">Receives their ids.</param>
    /// <param name="beginsWord">If not empty, receives for each whether a word begins with it; every token is one where words are not known.</param>
    public void Read(long offset, Span<int> tokens, Span<bool> beginsWord = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + tokens.Length, Length);
        if (wide)
        {
            new ReadOnlySpan<int>((int*)start + offset, tokens.Length).CopyTo(tokens);
        }
        else
        {
            ReadOnlySpan<ushort> narrow = new((ushort*)start + offset, tokens.Length);
            for (int i = 0; i < tokens.Length; i++)
            {
                tokens[i] = narrow[i];
            }
        }

        int bit = HasWords ? WordBit(wide) : 0;
        for (int i = 0; i < beginsWord.Length; i++)
        {
            beginsWord[i] = (tokens[i] & bit) == bit;
        }

        for (int i = 0; HasWords && i < tokens.Length; i++)
        {
            tokens[i] &= ~bit;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        file.Dispose();
    }

    private static byte[] Encode(string[] documents, Tokenizer tokenizer, bool wide, bool withWords)
    {
        List<int> ids = [];
        int bit = withWords ? WordBit(wide) : 0;
        int unknown = tokenizer.UnknownId ?? -1;
        foreach (string document in documents)
        {
            int before = ids.Count;
            if (withWords)
            {
                ids.AddRange(tokenizer.EncodeWithWords(document).Select(token => token.BeginsWord ? token.Id | bit : token.Id));
            }
            else
            {
                tokenizer.Encode(document, ids);
            }

            if (CollectionsMarshal.AsSpan(ids)[before..].ContainsAnyExcept(unknown, unknown | bit))
            {
                ids.Add(tokenizer.SeparatorId | bit);
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

    /// <summary>What a token has set that a word begins with.</summary>
    private static int WordBit(bool wide) => wide ? 1 << 30 : 1 << 15;

    private static int Width(bool wide) => wide ? sizeof(int) : sizeof(ushort);
}
