using Hone.Domain.Jobs.Specifications;

namespace Hone.Benchmarks.Perplexity;

/// <summary>N-gram models of a corpus: what a network has to beat to have learnt more than counting.</summary>
internal sealed class NGramFloors
{
    private static readonly int[] Orders = [1, 3, 5];

    private readonly SplitText text;
    private readonly KneserNeyModel[] forwards;
    private readonly Lazy<KneserNeyModel[]> backwards;

    /// <param name="text">The corpus; its training blocks are counted.</param>
    public NGramFloors(SplitText text)
    {
        this.text = text;
        int[][] training = [.. text.TrainingBlocks()];
        forwards = Train(training);
        backwards = new Lazy<KneserNeyModel[]>(() => Train([.. training.Select(Reversed)]));
    }

    /// <summary>The perplexities on what an objective is evaluated on.</summary>
    public Floors Measure(PretrainingObjective objective, PretrainingOptions options)
    {
        IReadOnlyList<PredictedToken> tokens = text.HeldOut(objective, options);
        double[] perplexities = [.. Orders.Select((_, index) => Perplexity(tokens, index))];
        return new Floors(perplexities[0], perplexities[1], perplexities[2]);
    }

    private static int[] Reversed(int[] block) => [.. block.AsEnumerable().Reverse()];

    private KneserNeyModel[] Train(int[][] blocks) =>
        [.. Orders.Select(order => KneserNeyModel.Train(blocks, order, text.Tokenizer.VocabularySize))];

    private double Perplexity(IReadOnlyList<PredictedToken> tokens, int index) =>
        Math.Exp(tokens.AsParallel().AsOrdered().Select(token => -Math.Log(Probability(token, index))).ToArray().Average());

    private double Probability(PredictedToken token, int index)
    {
        int most = Orders[index] - 1;
        if (!token.Backwards)
        {
            int first = Math.Max(0, token.Position - most);
            return forwards[index].Probability(token.Block.AsSpan(first, token.Position - first), token.Block[token.Position]);
        }

        int last = Math.Min(token.Block.Length - 1, token.Position + most);
        return backwards.Value[index].Probability(Reversed(token.Block[(token.Position + 1)..(last + 1)]), token.Block[token.Position]);
    }
}
