namespace Hone.Benchmarks.Perplexity;

/// <summary>A few token ids in a row, 21 bits each, the last in the lowest; of one that is compared with others the length is known.</summary>
internal readonly record struct NGram
{
    /// <summary>The most tokens.</summary>
    public const int MaximumLength = 6;

    private const int Bits = 21;

    private readonly UInt128 ids;
    private readonly int length;

    private NGram(UInt128 ids, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaximumLength);
        this.ids = ids;
        this.length = length;
    }

    /// <summary>The n-gram of some tokens.</summary>
    public static NGram Of(ReadOnlySpan<int> tokens)
    {
        NGram gram = default;
        foreach (int token in tokens)
        {
            gram = gram.With(token);
        }

        return gram;
    }

    /// <summary>A token more at the end.</summary>
    public NGram With(int token)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)token, 1u << Bits, nameof(token));
        return new NGram((ids << Bits) | (UInt128)(uint)token, length + 1);
    }

    /// <summary>Without its last token.</summary>
    public NGram WithoutLast() => new(ids >> Bits, length - 1);

    /// <summary>Without its first token.</summary>
    public NGram WithoutFirst() => new(ids & ((UInt128.One << (Bits * (length - 1))) - 1), length - 1);
}
