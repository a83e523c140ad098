namespace Hone.Training.Data;

/// <summary>
/// BERT's masking (Devlin et al. 2019): of the tokens chosen to be predicted, 80 % become the mask token, 10 % a random token and
/// 10 % stay as they are.
/// </summary>
/// <param name="probability">The chance of each token to be chosen.</param>
/// <param name="maskToken">The id that hides.</param>
/// <param name="special">Per id of the vocabulary, whether it is special: never chosen, never put in.</param>
public sealed class TokenMasking(double probability, int maskToken, bool[] special)
{
    /// <summary>Hides tokens in place; at least one, if any can be.</summary>
    /// <param name="tokens">Ids of whole sequences, changed in place.</param>
    /// <param name="random">Where chances come from.</param>
    /// <param name="rows">Receives the rows that were chosen.</param>
    /// <param name="targets">Receives what stood there.</param>
    public void Apply(Span<int> tokens, ref SplitMix64 random, List<long> rows, List<long> targets)
    {
        int chosen = 0;
        for (int row = 0; row < tokens.Length; row++)
        {
            if (!special[tokens[row]] && random.NextDouble() < probability)
            {
                Hide(tokens, row, ref random, rows, targets);
                chosen++;
            }
        }

        if (chosen == 0)
        {
            int start = random.NextInt(tokens.Length);
            for (int i = 0; i < tokens.Length; i++)
            {
                int row = (start + i) % tokens.Length;
                if (!special[tokens[row]])
                {
                    Hide(tokens, row, ref random, rows, targets);
                    return;
                }
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
