using Hone.Training.Text;

namespace Hone.Training.Tokenization;

/// <summary>
/// Encodes texts whose words are asked about one by one. A text that is too long becomes windows that overlap by half, and each word is asked about in
/// the one that shows most of what is around it. Any number of threads may use it.
/// </summary>
/// <param name="tokenizer">Cuts a text into tokens.</param>
/// <param name="maxLength">The longest sequence, special tokens included.</param>
public sealed class WordEncoder(Tokenizer tokenizer, int maxLength)
{
    private readonly int room = Math.Max(1, maxLength - 2);

    /// <summary>The longest sequence, special tokens included.</summary>
    public int MaxLength => maxLength;

    /// <summary>Encodes the beginning of a text: as much of it as one sequence holds.</summary>
    /// <param name="text">The text.</param>
    /// <param name="words">Its words in order, not overlapping.</param>
    /// <returns>The words that have a token in it.</returns>
    public WordWindow EncodeBeginning(string text, IReadOnlyList<WordSpan> words)
    {
        IReadOnlyList<Token> tokens = tokenizer.Tokenize(text);
        int[] firsts = FirstTokens(tokens, CodePoints.Starts(text), words);
        return Cut(tokens, 0, [.. Enumerable.Range(0, words.Count).Where(word => firsts[word] >= 0 && firsts[word] < room)], firsts);
    }

    /// <summary>Encodes a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="words">Its words in order, not overlapping.</param>
    /// <returns>Every word once, unless no token is made of it, as of control characters.</returns>
    public IReadOnlyList<WordWindow> Encode(string text, IReadOnlyList<WordSpan> words)
    {
        IReadOnlyList<Token> tokens = tokenizer.Tokenize(text);
        int[] firsts = FirstTokens(tokens, CodePoints.Starts(text), words);
        return
        [
            .. Enumerable.Range(0, words.Count)
                .Where(word => firsts[word] >= 0)
                .GroupBy(word => WindowOf(firsts[word], tokens.Count))
                .Select(window => Cut(tokens, window.Key, [.. window], firsts)),
        ];
    }

    private WordWindow Cut(IReadOnlyList<Token> tokens, int start, int[] words, int[] firsts)
    {
        int count = Math.Min(room, tokens.Count - start);
        int[] ids = [tokenizer.ClassificationId, .. Enumerable.Range(start, count).Select(token => tokens[token].Id), tokenizer.SeparatorId];
        return new WordWindow(ids, [.. words.Select(word => firsts[word] - start + 1)], words);
    }

    /// <summary>Of each word the first token that is made of some of it; −1 where none is.</summary>
    private static int[] FirstTokens(IReadOnlyList<Token> tokens, int[] starts, IReadOnlyList<WordSpan> words)
    {
        int[] firsts = new int[words.Count];
        int token = 0;
        for (int word = 0; word < words.Count; word++)
        {
            while (token < tokens.Count && starts[tokens[token].End] <= words[word].Start)
            {
                token++;
            }

            firsts[word] = token < tokens.Count && starts[tokens[token].Start] < words[word].End ? token : -1;
        }

        return firsts;
    }

    /// <summary>The first token of the window in which a token has most around it, where an end of the text counts as far away.</summary>
    private int WindowOf(int token, int count)
    {
        int last = Math.Max(0, count - room);
        int stride = Math.Max(1, room / 2);
        int nearest = token / stride * stride;
        int[] candidates = [.. new[] { nearest - (2 * stride), nearest - stride, nearest, last }.Where(start => start >= 0 && start <= last && start <= token && token < start + room)];
        return candidates.MaxBy(start => Math.Min(start == 0 ? int.MaxValue : token - start, start == last ? int.MaxValue : start + room - 1 - token));
    }
}
