using Hone.Training.Text;

namespace Hone.Training.Tokenization;

/// <summary>
/// A text in tokens, with the words that are asked about. One that is too long for a sequence becomes windows that overlap by half, and each word is asked about in the one
/// that shows most of what is around it.
/// </summary>
public sealed class TokenizedWords
{
    private readonly Tokenizer tokenizer;
    private readonly int room;
    private readonly IReadOnlyList<Token> tokens;
    private readonly int[] firsts; // of each word the first token that is made of some of it; −1 where none is

    /// <param name="tokenizer">Cuts the text into tokens.</param>
    /// <param name="text">The text.</param>
    /// <param name="words">Its words in order, not overlapping.</param>
    /// <param name="room">Tokens of a sequence, without special ones.</param>
    internal TokenizedWords(Tokenizer tokenizer, string text, IReadOnlyList<WordSpan> words, int room)
    {
        this.tokenizer = tokenizer;
        this.room = room;
        tokens = tokenizer.Tokenize(text);
        firsts = FirstTokens(tokens, CodePoints.Starts(text), words);
    }

    /// <summary>How many words have a token.</summary>
    public int Count => firsts.Count(first => first >= 0);

    /// <summary>The first token of the last window.</summary>
    private int Last => Math.Max(0, tokens.Count - room);

    /// <summary>Whether some token is made of a word, so that it can be asked about.</summary>
    /// <param name="word">A place among the words, or any other number.</param>
    public bool Has(int word) => word >= 0 && word < firsts.Length && firsts[word] >= 0;

    /// <summary>The windows of the whole text.</summary>
    /// <returns>Every word once that has a token.</returns>
    public IReadOnlyList<WordWindow> Windows()
    {
        int stride = Math.Max(1, room / 2);
        return Divide(token =>
        {
            int nearest = token / stride * stride;
            return [nearest - (2 * stride), nearest - stride, nearest, Last];
        });
    }

    /// <summary>
    /// The windows in which a word is seen: one that ends with it, one with it in the middle, and one that begins with it, as far as they differ.
    /// </summary>
    /// <param name="word">A word that has a token.</param>
    /// <returns>Every word once that has a token and is no farther away than one window reaches; the tokens of the word itself are of the second kind.</returns>
    public IReadOnlyList<WordWindow> WindowsAround(int word)
    {
        int start = firsts[word];
        int end = Math.Min(start + room, Math.Max(start + 1, firsts.Skip(word + 1).FirstOrDefault(first => first >= 0, tokens.Count)));
        int[] candidates = [Math.Max(0, end - room), Math.Clamp(((start + end) / 2) - (room / 2), 0, Last), Math.Min(start, Last)];
        return [.. Divide(_ => [.. candidates.Where(candidate => candidate <= start && start < candidate + room)]).Select(window => window with { Kinds = Mark(window, start, end) })];
    }

    private static int[] Mark(WordWindow window, int start, int end)
    {
        int[] kinds = new int[window.Ids.Length];
        for (int token = start; token < end; token++)
        {
            int place = token - window.Start + 1;
            if (place > 0 && place < kinds.Length - 1)
            {
                kinds[place] = 1;
            }
        }

        return kinds;
    }

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

    /// <summary>Asks about every word in the window in which it has most around it, of those that are offered for its first token.</summary>
    private IReadOnlyList<WordWindow> Divide(Func<int, int[]> startsFor) =>
    [
        .. Enumerable.Range(0, firsts.Length)
            .Where(word => firsts[word] >= 0)
            .Select(word => (Word: word, Window: Best(firsts[word], startsFor(firsts[word]))))
            .Where(asked => asked.Window >= 0)
            .GroupBy(asked => asked.Window, asked => asked.Word)
            .OrderBy(window => window.Key)
            .Select(window => Cut(window.Key, [.. window])),
    ];

    private WordWindow Cut(int start, int[] words)
    {
        int count = Math.Min(room, tokens.Count - start);
        int[] ids = [tokenizer.ClassificationId, .. Enumerable.Range(start, count).Select(token => tokens[token].Id), tokenizer.SeparatorId];
        return new WordWindow(ids, [.. words.Select(word => firsts[word] - start + 1)], words) { Start = start };
    }

    /// <summary>The window in which a token has most around it, where an end of the text counts as far away; −1 where none has the token.</summary>
    private int Best(int token, int[] starts) => starts
        .Where(start => start >= 0 && start <= Last && start <= token && token < start + room)
        .DefaultIfEmpty(-1)
        .MaxBy(start => Math.Min(start == 0 ? int.MaxValue : token - start, start == Last ? int.MaxValue : start + room - 1 - token));
}
