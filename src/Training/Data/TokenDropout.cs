using Hone.Training.Tokenization;

namespace Hone.Training.Data;

/// <summary>
/// Hides tokens of examples while a task is learnt, others each time an example comes, so that no single word decides (word dropout; Iyyer et al.
/// 2015). A hidden token becomes the mask token, in a vocabulary without one the unknown token, and without either another token at random.
/// </summary>
internal sealed class TokenDropout
{
    private readonly double probability;
    private readonly int? replacement;
    private readonly IReadOnlySet<int> special;
    private readonly int vocabularySize;

    /// <param name="probability">The chance of each token but special ones to be hidden.</param>
    /// <param name="tokenizer">Where the tokens come from.</param>
    public TokenDropout(double probability, Tokenizer tokenizer)
    {
        this.probability = probability;
        replacement = tokenizer.MaskId ?? tokenizer.UnknownId;
        special = tokenizer.SpecialIds;
        vocabularySize = tokenizer.VocabularySize;
    }

    /// <summary>The batches of an epoch with tokens hidden; the examples they are made of stay as they are.</summary>
    public IEnumerable<ExampleBatch<TExample>> Apply<TExample>(IEnumerable<ExampleBatch<TExample>> batches, long seed, long epoch)
        where TExample : EncodedExample =>
        probability == 0 ? batches : batches.Select((batch, index) => batch with { Tokens = Hide(batch.Tokens, seed, (epoch << 32) | (uint)index) });

    private int[] Hide(int[] tokens, long seed, long place)
    {
        SplitMix64 random = new(~seed, place); // not the numbers that the batches were drawn by
        int[] hidden = [.. tokens];
        for (int i = 0; i < hidden.Length; i++)
        {
            if (!special.Contains(hidden[i]) && random.NextDouble() < probability)
            {
                hidden[i] = replacement ?? DrawOrdinary(ref random);
            }
        }

        return hidden;
    }

    private int DrawOrdinary(ref SplitMix64 random)
    {
        int token;
        do
        {
            token = random.NextInt(vocabularySize);
        }
        while (special.Contains(token));
        return token;
    }
}
