namespace Hone.Training.Data;

/// <summary>
/// BERT's masking (Devlin et al. 2019): of the tokens chosen to be predicted, 80 % become the mask token, 10 % a random token and
/// 10 % stay as they are. Whole words can be chosen instead of tokens: then all tokens of a word are predicted or none, as many in the mean, and
/// each is hidden, replaced or left by itself (as in BERT's whole-word models; Cui et al. 2021 for Chinese).
/// </summary>
/// <param name="probability">The chance of each token, or each word, to be chosen.</param>
/// <param name="maskToken">The id that hides.</param>
/// <param name="special">Per id of the vocabulary, whether it is special: never chosen, never put in.</param>
public sealed class TokenMasking(double probability, int maskToken, bool[] special)
{
    /// <summary>Hides tokens in place; at least one, if any can be.</summary>
    /// <param name="tokens">Ids of whole sequences, changed in place.</param>
    /// <param name="beginsWord">For each token whether a word begins with it, if words are chosen; empty if tokens are.</param>
    /// <param name="random">Where chances come from.</param>
    /// <param name="rows">Receives the rows that were chosen.</param>
    /// <param name="targets">Receives what stood there.</param>
    public void Apply(Span<int> tokens, ReadOnlySpan<bool> beginsWord, ref SplitMix64 random, List<long> rows, List<long> targets)
    {
        int before = rows.Count;
        for (int row = 0; row < tokens.Length;)
        {
            int end = EndOfWord(beginsWord, row, tokens.Length);
            if (HasOrdinary(tokens[row..end]) && random.NextDouble() < probability)
            {
                HideWord(tokens, row, end, ref random, rows, targets);
            }

            row = end;
        }

        if (rows.Count > before)
        {
            return;
        }

        int start = random.NextInt(tokens.Length);
        for (int i = 0; i < tokens.Length; i++)
        {
            int row = (start + i) % tokens.Length;
            if (!special[tokens[row]])
            {
                while (!beginsWord.IsEmpty && row > 0 && !beginsWord[row])
                {
                    row--;
                }

                HideWord(tokens, row, EndOfWord(beginsWord, row, tokens.Length), ref random, rows, targets);
                return;
            }
        }
    }

    private static int EndOfWord(ReadOnlySpan<bool> beginsWord, int row, int count)
    {
        int end = row + 1;
        while (!beginsWord.IsEmpty && end < count && !beginsWord[end])
        {
            end++;
        }

        return end;
    }

    /// <summary>Whether there is a token that can be hidden.</summary>
    private bool HasOrdinary(ReadOnlySpan<int> word)
    {
        foreach (int token in word)
        {
            if (!special[token])
            {
                return true;
            }
        }

        return false;
    }

    private void HideWord(Span<int> tokens, int start, int end, ref SplitMix64 random, List<long> rows, List<long> targets)
    {
        for (int row = start; row < end; row++)
        {
            if (!special[tokens[row]])
            {
                Hide(tokens, row, ref random, rows, targets);
            }
        }
    }

    private void Hide(Span<int> tokens, int row, ref SplitMix64 random, List<long> rows, List<long> targets)
    {
        rows.Add(row);
        targets.Add(tokens[row]);
        double chance = random.NextDouble();
        if (chance < 0.8)
        {
            tokens[row] = maskToken;
        }
        else if (chance < 0.9)
        {
            int replacement;
            do
            {
                replacement = random.NextInt(special.Length);
            }
            while (special[replacement]);
            tokens[row] = replacement;
        }
    }
}
