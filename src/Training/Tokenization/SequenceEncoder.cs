using Hone.Domain.Jobs.Specifications;

namespace Hone.Training.Tokenization;

/// <summary>
/// Encodes texts as BERT takes them, <c>[CLS] … [SEP]</c>, and pairs of texts, <c>[CLS] … [SEP] … [SEP]</c>, cut at the longest sequence. Any number of
/// threads may use it.
/// </summary>
/// <param name="tokenizer">Cuts a text into tokens.</param>
/// <param name="maxLength">The longest sequence, special tokens included.</param>
/// <param name="tokenTypes">How many kinds of token the network tells apart.</param>
public sealed class SequenceEncoder(Tokenizer tokenizer, int maxLength, int tokenTypes = 0)
{
    // RoBERTa puts two separators between the texts of a pair. GPT-2's tokenizer, of the same kind, begins and ends with one token.
    private readonly int middleSeparators = tokenizer.Kind == TokenizerKind.ByteBpe && tokenizer.ClassificationId != tokenizer.SeparatorId ? 2 : 1;

    /// <summary>The longest sequence, special tokens included.</summary>
    public int MaxLength => maxLength;

    /// <summary>Encodes one text.</summary>
    public EncodedSequence Encode(string text)
    {
        List<int> ids = [tokenizer.ClassificationId];
        tokenizer.Encode(text, ids);
        bool truncated = ids.Count > maxLength - 1;
        if (truncated)
        {
            ids.RemoveRange(maxLength - 1, ids.Count - (maxLength - 1));
        }

        ids.Add(tokenizer.SeparatorId);
        return new EncodedSequence([.. ids], truncated);
    }

    /// <summary>Encodes one text, or two; where they are too long together, the longer one is cut until they are not.</summary>
    public EncodedSequence Encode(string text, string? textPair)
    {
        if (textPair is null)
        {
            return Encode(text);
        }

        List<int> first = [];
        List<int> second = [];
        tokenizer.Encode(text, first);
        tokenizer.Encode(textPair, second);
        int room = Math.Max(0, maxLength - 2 - middleSeparators);
        bool truncated = first.Count + second.Count > room;
        if (truncated)
        {
            int kept = Math.Min(first.Count, Math.Max(room - second.Count, (room + 1) / 2));
            first.RemoveRange(kept, first.Count - kept);
            second.RemoveRange(Math.Min(second.Count, room - kept), Math.Max(0, second.Count - (room - kept)));
        }

        int[] ids = [tokenizer.ClassificationId, .. first, .. Enumerable.Repeat(tokenizer.SeparatorId, middleSeparators), .. second, tokenizer.SeparatorId];
        int begin = 1 + first.Count + middleSeparators;
        return new EncodedSequence(ids, truncated, tokenTypes > 1 ? [.. ids.Select((_, place) => place < begin ? 0 : 1)] : null);
    }
}
