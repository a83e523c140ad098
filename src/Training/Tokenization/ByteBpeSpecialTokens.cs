namespace Hone.Training.Tokenization;

/// <summary>The special tokens of a byte-level vocabulary: GPT-2's one, or RoBERTa's five.</summary>
internal sealed record ByteBpeSpecialTokens
{
    /// <summary>GPT-2's: one token stands between documents (Radford et al., 2019).</summary>
    public static readonly ByteBpeSpecialTokens Gpt2 = new()
    {
        All = ["<|endoftext|>"],
        Begin = "<|endoftext|>",
        End = "<|endoftext|>",
        Unknown = "<|endoftext|>",
    };

    /// <summary>RoBERTa's, for masked language models (Liu et al., 2019).</summary>
    public static readonly ByteBpeSpecialTokens Roberta = new()
    {
        All = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"],
        Begin = "<s>",
        End = "</s>",
        Unknown = "<unk>",
        Pad = "<pad>",
        Mask = "<mask>",
    };

    /// <summary>In the order in which a trained vocabulary begins with them.</summary>
    public required IReadOnlyList<string> All { get; init; }

    /// <summary>What begins a sequence.</summary>
    public required string Begin { get; init; }

    /// <summary>What ends a sequence.</summary>
    public required string End { get; init; }

    /// <summary>What files name for the unknown, which no text is.</summary>
    public required string Unknown { get; init; }

    /// <summary>What fills a batch up.</summary>
    public string? Pad { get; init; }

    /// <summary>What hides a token.</summary>
    public string? Mask { get; init; }

    /// <summary>Those that a vocabulary holds.</summary>
    /// <exception cref="InvalidDataException">It holds neither.</exception>
    public static ByteBpeSpecialTokens Of(Vocabulary vocabulary)
    {
        foreach (ByteBpeSpecialTokens candidate in new[] { Roberta, Gpt2 })
        {
            if (candidate.All.All(token => vocabulary.Id(token) is not null))
            {
                return candidate;
            }
        }

        throw new InvalidDataException($"the vocabulary holds neither {Gpt2.Begin} nor all of {string.Join(' ', Roberta.All)}");
    }
}
