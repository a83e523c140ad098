namespace Hone.Training.Tokenization;

/// <summary>Encodes texts as BERT takes them: <c>[CLS] … [SEP]</c>, cut at the longest sequence. Any number of threads may use it.</summary>
/// <param name="tokenizer">Cuts a text into tokens.</param>
/// <param name="maxLength">The longest sequence, special tokens included.</param>
public sealed class SequenceEncoder(Tokenizer tokenizer, int maxLength)
{
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
}
