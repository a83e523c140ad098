using Hone.Domain.Jobs.Specifications;
using Hone.Training.Tokenization;

namespace Hone.Training.Data;

/// <summary>
/// Blocks framed as <c>[CLS] … [SEP]</c>, with new masks every time they come. Where the shard knows words, whole words are hidden. Where documents
/// are kept apart, each part of a block that is of one document has a frame of its own.
/// </summary>
public sealed class MaskedBlocks : TokenBlocks
{
    private const int Frame = 2;

    private readonly Tokenizer tokenizer;
    private readonly TokenMasking masking;
    private readonly bool wholeWords;

    /// <param name="shard">The corpus.</param>
    /// <param name="tokenizer">What it was encoded with; it has a token that hides others.</param>
    /// <param name="maxLength">The length of a sequence, special tokens included.</param>
    /// <param name="batchTokens">Tokens in a batch.</param>
    /// <param name="maskProbability">The chance of each token to be predicted.</param>
    /// <param name="heldOutFraction">The part of the blocks that is held out.</param>
    /// <param name="boundaries">Whether documents are kept apart.</param>
    public MaskedBlocks(
        TokenShard shard,
        Tokenizer tokenizer,
        int maxLength,
        int batchTokens,
        double maskProbability,
        double heldOutFraction,
        DocumentBoundaries boundaries = DocumentBoundaries.Ignore)
        : base(shard, maxLength, Frame, batchTokens, heldOutFraction, boundaries == DocumentBoundaries.Respect ? tokenizer.SeparatorId : null)
    {
        this.tokenizer = tokenizer;
        bool[] special = new bool[tokenizer.VocabularySize];
        foreach (int id in tokenizer.SpecialIds)
        {
            special[id] = true;
        }

        wholeWords = shard.HasWords;
        masking = new TokenMasking(maskProbability, tokenizer.MaskId ?? throw new ArgumentException("It has no mask token.", nameof(tokenizer)), special);
    }

    private protected override PredictionBatch Prepare(IReadOnlyList<TokenSequence> pieces, SplitMix64 random)
    {
        TokenSequence[] sequences = [.. pieces.Select(FrameOf).Where(sequence => sequence.Length > Frame).OrderBy(sequence => sequence.Length)];
        int[] tokens = [.. sequences.SelectMany(sequence => sequence.Tokens)];
        bool[] beginsWord = wholeWords ? [.. sequences.SelectMany(sequence => sequence.BeginsWord)] : [];
        List<long> rows = new(tokens.Length / 4);
        List<long> targets = new(tokens.Length / 4);
        if (tokens.Length > 0)
        {
            masking.Apply(tokens, beginsWord, ref random, rows, targets);
        }

        return new PredictionBatch(tokens, [.. sequences.Select(sequence => sequence.Length)], [.. rows], [.. targets]);
    }

    /// <summary>A piece in its frame; the separator behind a document is the end of its frame. A word cut off by the beginning of a block begins there.</summary>
    private TokenSequence FrameOf(TokenSequence piece)
    {
        int length = piece.Tokens[^1] == Separator ? piece.Length - 1 : piece.Length;
        int[] tokens = [tokenizer.ClassificationId, .. piece.Tokens.AsSpan(0, length), tokenizer.SeparatorId];
        bool[] beginsWord = [true, .. piece.BeginsWord.AsSpan(0, length), true];
        beginsWord[1] = true;
        return new TokenSequence(tokens, beginsWord);
    }
}
