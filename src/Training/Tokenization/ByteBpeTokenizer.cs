using System.Runtime.InteropServices;
using System.Text;
using Hone.Domain.Jobs.Specifications;

namespace Hone.Training.Tokenization;

/// <summary>
/// Byte-level byte-pair encoding with GPT-2's rules (Radford et al., 2019; the algorithm is that of Sennrich et al., 2016): a text is
/// cut into words, each with the space before it, and the UTF-8 of a word is joined pair by pair. Gives the ids and offsets of Hugging
/// Face's <c>ByteLevel</c> and <c>BPE</c>, but the name of a special token in a text is text like any other. Any string can be encoded;
/// an unpaired surrogate is read as U+FFFD. A token may hold a part of a character; its place is then that of the whole character.
/// Safe to use from many threads.
/// </summary>
public sealed class ByteBpeTokenizer : Tokenizer
{
    [ThreadStatic]
    private static WordMerger? merger;

    private readonly WordCache cache;
    private readonly MergeTable table;
    private readonly int[] byteIds;

    /// <param name="vocabulary">The tokens, spelled in the byte alphabet; the special ones among them.</param>
    /// <param name="merges">The pairs that are joined, the first to be joined first.</param>
    /// <param name="rules">How text is treated.</param>
    /// <exception cref="InvalidDataException">The vocabulary lacks a byte, a special token or what a pair is or becomes.</exception>
    internal ByteBpeTokenizer(Vocabulary vocabulary, IReadOnlyList<(string First, string Second)> merges, ByteBpeRules rules)
        : this(vocabulary, merges, rules, ByteBpeSpecialTokens.Of(vocabulary))
    {
    }

    private ByteBpeTokenizer(Vocabulary vocabulary, IReadOnlyList<(string First, string Second)> merges, ByteBpeRules rules, ByteBpeSpecialTokens special)
        : base(vocabulary, special.Begin, special.End, special.Mask, unknown: null, special.All.Concat(rules.MoreSpecialTokens))
    {
        Merges = merges;
        Rules = rules;
        SpecialTokens = special;
        cache = new WordCache(EncodeWord);
        byteIds = [.. Enumerable.Range(0, 256).Select(value => ByteId((byte)value))];
        table = new MergeTable([.. merges.Select(merge => (Part(merge.First), Part(merge.Second), Part(merge.First + merge.Second)))]);
    }

    /// <inheritdoc/>
    public override TokenizerKind Kind => TokenizerKind.ByteBpe;

    /// <summary>Whether a text is read as if a space stood before it.</summary>
    public bool AddPrefixSpace => Rules.AddPrefixSpace;

    /// <summary>The pairs that are joined, the first to be joined first.</summary>
    internal IReadOnlyList<(string First, string Second)> Merges { get; }

    /// <summary>How text is treated.</summary>
    internal ByteBpeRules Rules { get; }

    /// <summary>The special tokens by their use.</summary>
    internal ByteBpeSpecialTokens SpecialTokens { get; }

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<char> text, List<int> ids)
    {
        if (Rules.Normalizer.IsIdentity && !NeedsPrefix(text))
        {
            EncodeNormalized(text, ids);
            return;
        }

        List<char> normalized = [];
        Normalize(text, normalized, origins: null);
        EncodeNormalized(CollectionsMarshal.AsSpan(normalized), ids);
    }

    /// <inheritdoc/>
    public override TokenDecoder CreateDecoder() => new ByteBpeDecoder(this);

    /// <inheritdoc/>
    public override IReadOnlyList<Token> Tokenize(string text)
    {
        List<Token> found = [];
        List<char> normalized = [];
        List<int> origins = [];
        List<int> ids = [];
        Normalize(text, normalized, origins);
        ReadOnlySpan<char> characters = CollectionsMarshal.AsSpan(normalized);
        EncodeNormalized(characters, ids);

        int at = 0;
        int used = 0;
        foreach (int id in ids)
        {
            int start = Math.Max(0, origins[at]);
            int end = start;

            // A token that can come from a text is spelled in the byte alphabet, one character for each byte.
            for (int left = Token(id).Length; left > 0;)
            {
                end = origins[at] + 1;
                _ = Rune.DecodeFromUtf16(characters[at..], out Rune rune, out int width);
                int taken = Math.Min(left, rune.Utf8SequenceLength - used);
                left -= taken;
                used += taken;
                if (used == rune.Utf8SequenceLength)
                {
                    at += width;
                    used = 0;
                }
            }

            found.Add(Rules.TrimOffsets ? Trim(id, start, end, isFirst: found.Count == 0) : new Token(id, start, end));
        }

        return found;
    }

    /// <summary>
    /// Writes <c>tokenizer.json</c>, <c>tokenizer_config.json</c> and <c>special_tokens_map.json</c> as Hugging Face's libraries read
    /// them, and <c>vocab.json</c> and <c>merges.txt</c> unless text is normalized, which these two could not say.
    /// </summary>
    private protected override void SaveTokens(string modelDirectory, int? maximumLength) => ByteBpeFiles.Save(this, modelDirectory, maximumLength);

    private void EncodeNormalized(ReadOnlySpan<char> text, List<int> ids)
    {
        int position = 0;
        while (ByteLevelScanner.NextWord(text, ref position, out ReadOnlySpan<char> word))
        {
            cache.Append(word, ids);
        }
    }

    private void EncodeWord(ReadOnlySpan<char> word, List<int> ids)
    {
        const int OnTheStack = 256;
        int most = Encoding.UTF8.GetMaxByteCount(word.Length);
        Span<byte> bytes = most <= OnTheStack ? stackalloc byte[OnTheStack] : new byte[most];
        int length = Encoding.UTF8.GetBytes(word, bytes);
        Span<int> pieces = length <= OnTheStack ? stackalloc int[length] : new int[length];
        for (int i = 0; i < length; i++)
        {
            pieces[i] = byteIds[bytes[i]];
        }

        (merger ??= new WordMerger()).Merge(pieces, table, ids);
    }

    private void Normalize(ReadOnlySpan<char> text, List<char> normalized, List<int>? origins)
    {
        Rules.Normalizer.Normalize(text).AppendTo(normalized, origins);
        if (NeedsPrefix(CollectionsMarshal.AsSpan(normalized)))
        {
            normalized.Insert(0, ' ');
            origins?.Insert(0, origins[0]);
        }
    }

    private bool NeedsPrefix(ReadOnlySpan<char> text) => Rules.AddPrefixSpace && !text.IsEmpty && text[0] != ' ';

    /// <summary>Leaves out the spaces that the token begins and ends with, but not the one that was put before the text.</summary>
    private Token Trim(int id, int start, int end, bool isFirst)
    {
        string token = Token(id);
        int leading = token.Length - token.AsSpan().TrimStart(ByteAlphabet.Space).Length;
        int trailing = token.Length - token.AsSpan().TrimEnd(ByteAlphabet.Space).Length;
        if (leading == 1 && Rules.AddPrefixSpace && (isFirst || start == 0))
        {
            leading = 0;
        }

        start = Math.Min(start + leading, end);
        return new Token(id, start, trailing > 0 && end >= trailing ? Math.Max(end - trailing, start) : end);
    }

    private int ByteId(byte value)
    {
        char character = ByteAlphabet.Character(value);
        return Vocabulary.Id(character.ToString())
            ?? throw new InvalidDataException($"the vocabulary lacks the byte 0x{value:X2}, which is written {character}");
    }

    private int Part(string token) => Vocabulary.Id(token) ?? throw new InvalidDataException($"the vocabulary lacks '{token}', which a merge names or makes");
}
