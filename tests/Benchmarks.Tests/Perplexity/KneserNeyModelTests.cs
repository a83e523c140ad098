using CsCheck;
using Hone.Benchmarks.Perplexity;

namespace Hone.Benchmarks.Tests.Perplexity;

public sealed class KneserNeyModelTests
{
    private const int Vocabulary = 7;

    private static readonly Gen<int[]> Texts = Gen.Int[0, Vocabulary - 2].Array[0, 60]; // one token is never seen

    [Fact]
    public void Probability_SumsToOneOverTheVocabulary_AfterAnyContext() =>
        Gen.Select(Texts.Array[0, 4], Gen.Int[1, 4], Gen.Int[0, Vocabulary - 1].Array[0, 5]).Sample((sequences, order, context) =>
        {
            KneserNeyModel model = KneserNeyModel.Train(sequences, order, Vocabulary);

            double[] probabilities = [.. Enumerable.Range(0, Vocabulary).Select(token => model.Probability(context, token))];

            Assert.Equal(1, probabilities.Sum(), 1e-12);
            Assert.All(probabilities, probability => Assert.InRange(probability, 0, 1));
        });

    [Fact]
    public void Probability_IsWhatTheFormulasSay_OnAToyCorpus()
    {
        // "0 1 0 1 0 2": the bigrams 01 (twice), 10 (twice), 02 (once), of which one occurs once and two occur twice.
        KneserNeyModel model = KneserNeyModel.Train([[0, 1, 0, 1, 0, 2]], order: 2, vocabularySize: 4);
        const double Discount = 1.0 / (1 + (2 * 2));

        // Each of 0, 1 and 2 continues one token: three types, all of them seen once, so that their discount is one and leaves a uniform distribution.
        const double Lower = 1.0 / 4;
        Assert.Equal(((2 - Discount) / 3) + (2 * Discount / 3 * Lower), model.Probability([0], 1), 1e-12);
        Assert.Equal(((1 - Discount) / 3) + (2 * Discount / 3 * Lower), model.Probability([0], 2), 1e-12);
        Assert.Equal(2 * Discount / 3 * Lower, model.Probability([0], 3), 1e-12);
        Assert.Equal(((2 - Discount) / 2) + (Discount / 2 * Lower), model.Probability([3, 1], 0), 1e-12);
        Assert.Equal(Lower, model.Probability([2], 1), 1e-12);
        Assert.Equal(Lower, model.Probability([], 3), 1e-12);
    }

    [Fact]
    public void Probability_CountsDifferentTokensBefore_NotOccurrences_BelowTheHighestOrder()
    {
        // 1 occurs four times, always after 0; 2 occurs three times, after three different tokens. (0 and 3 follow others so that counts of counts exist.)
        KneserNeyModel model = KneserNeyModel.Train([[0, 1], [0, 1], [0, 1], [0, 1], [0, 2], [3, 2], [4, 2], [1, 3], [2, 3]], order: 2, vocabularySize: 6);

        Assert.True(model.Probability([5], 2) > model.Probability([5], 1));
        Assert.True(model.Probability([0], 1) > model.Probability([0], 2));
    }

    [Fact]
    public void Train_OfOrderOne_IsHowOftenTokensOccur()
    {
        // One token occurs once, one twice, one three times.
        KneserNeyModel model = KneserNeyModel.Train([[0, 1, 1, 2, 2, 2]], order: 1, vocabularySize: 4);
        const double Discount = 1.0 / 3;

        Assert.Equal(((3 - Discount) / 6) + (3 * Discount / 6 / 4), model.Probability([0, 1], 2), 1e-12);
        Assert.Equal(3 * Discount / 6 / 4, model.Probability([], 3), 1e-12);
    }

    [Fact]
    public void Probability_IsHigherOnTheTextItWasTrainedOn_ThanOnOtherTextOfTheSameKind()
    {
        Random random = new(5);
        int[] training = Draw(random);
        int[] other = Draw(random);
        KneserNeyModel model = KneserNeyModel.Train([training], order: 3, vocabularySize: 50);

        Assert.True(Perplexity(model, training) < Perplexity(model, other));
        Assert.True(Perplexity(model, other) < 50);
    }

    /// <summary>Each token is often what the one before it was, plus one.</summary>
    private static int[] Draw(Random random)
    {
        int[] text = new int[2000];
        for (int i = 1; i < text.Length; i++)
        {
            text[i] = random.Next(3) == 0 ? random.Next(50) : (text[i - 1] + 1) % 50;
        }

        return text;
    }

    private static double Perplexity(KneserNeyModel model, int[] text) =>
        Math.Exp(text.Select((token, i) => -Math.Log(model.Probability(text.AsSpan(0, i), token))).Average());
}
