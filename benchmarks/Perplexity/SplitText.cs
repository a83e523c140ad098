using Hone.Benchmarks.CommandLine;
using Hone.Benchmarks.Corpora;
using Hone.Domain.Jobs.Specifications;
using Hone.Training.Data;
using Hone.Training.Tokenization;

namespace Hone.Benchmarks.Perplexity;

/// <summary>
/// A corpus cut into tokens and blocks exactly as pretraining cuts it: the blocks that are learnt from, and the tokens that are to be predicted in those
/// held out. Held-out blocks lie within running text, so nothing but the training blocks may be counted.
/// </summary>
internal sealed class SplitText : IDisposable
{
    /// <summary>How many special tokens frame a block of an encoder, and so how much longer its sequences are than those of others over the same text.</summary>
    public const int Frame = 2;

    private readonly TokenShard shard;
    private readonly int blockLength;
    private readonly double heldOutFraction;

    private SplitText(Tokenizer tokenizer, TokenShard shard, int blockLength, double heldOutFraction)
    {
        Tokenizer = tokenizer;
        this.shard = shard;
        this.blockLength = blockLength;
        this.heldOutFraction = heldOutFraction;
    }

    /// <summary>What cut it.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>How many tokens it has.</summary>
    public long Tokens => shard.Length;

    /// <summary>Trains the tokenizer and encodes the corpus.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="options">The tokenizer to train; its kind is given.</param>
    /// <param name="blockLength">Tokens of text in a block.</param>
    /// <param name="heldOutFraction">The part of the blocks that is held out.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static SplitText Create(PreparedCorpus corpus, TokenizerOptions options, int blockLength, double heldOutFraction, CancellationToken cancellationToken)
    {
        // With the kind given, the family decides nothing that is used here: byte-level vocabularies for encoders only have more special tokens.
        Tokenizer tokenizer = TokenizerTrainer.Train(corpus.Documents, options, ModelFamily.TransformerEncoder, progress: null, cancellationToken);
        TokenShard shard = TokenShard.Create(corpus.Path + ".tokens", corpus.Documents, tokenizer, _ => { }, cancellationToken)
            ?? throw new MeasurementException($"The corpus {corpus.Name} holds no token.");
        return new SplitText(tokenizer, shard, blockLength, heldOutFraction);
    }

    /// <summary>Every block that is learnt from, once.</summary>
    public IEnumerable<int[]> TrainingBlocks()
    {
        // Batches of one block: an epoch is then as many batches as there are blocks.
        CausalBlocks blocks = new(shard, blockLength, batchTokens: 1, heldOutFraction);
        int count = (int)(blocks.TokensPerEpoch / blockLength);
        return blocks.Training(seed: 0).Take(count).Select(batch => batch.Tokens);
    }

    /// <summary>The tokens that pretraining evaluates on, those hidden by masks written out again.</summary>
    /// <param name="objective">What is predicted.</param>
    /// <param name="options">The options of the pretraining: masks are drawn batch by batch.</param>
    /// <exception cref="MeasurementException">Objectives would be judged on different text.</exception>
    public IReadOnlyList<PredictedToken> HeldOut(PretrainingObjective objective, PretrainingOptions options)
    {
        int[][] blocks = [.. new CausalBlocks(shard, blockLength, options.BatchTokens, heldOutFraction).HeldOut().SelectMany(batch => batch.Tokens.Chunk(blockLength))];
        return objective switch
        {
            PretrainingObjective.Masked => HeldOutMasked(blocks, options),
            PretrainingObjective.Causal => [.. blocks.SelectMany(Forwards)],
            PretrainingObjective.CausalBothWays => [.. blocks.SelectMany(Forwards), .. blocks.SelectMany(Backwards)],
            _ => throw new ArgumentOutOfRangeException(nameof(objective), objective, null),
        };
    }

    /// <summary>Makes sure that a model cuts text in the same way.</summary>
    /// <param name="modelDirectory">The model.</param>
    /// <exception cref="MeasurementException">It has another vocabulary.</exception>
    public void RequireTokenizerOf(string modelDirectory)
    {
        Tokenizer other = Tokenizer.Load(modelDirectory);
        if (other.VocabularySize != Tokenizer.VocabularySize || Enumerable.Range(0, other.VocabularySize).Any(id => other.Token(id) != Tokenizer.Token(id)))
        {
            throw new MeasurementException($"{modelDirectory} has another vocabulary than the n-gram models; their perplexities cannot be compared.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => shard.Dispose();

    private static IEnumerable<PredictedToken> Forwards(int[] block) =>
        Enumerable.Range(1, block.Length - 1).Select(position => new PredictedToken(block, position));

    private static IEnumerable<PredictedToken> Backwards(int[] block) =>
        Enumerable.Range(0, block.Length - 1).Select(position => new PredictedToken(block, position, Backwards: true));

    private List<PredictedToken> HeldOutMasked(int[][] blocks, PretrainingOptions options)
    {
        int framed = blockLength + Frame;
        List<PredictedToken> predicted = [];
        List<int[]> texts = [];
        foreach (PredictionBatch batch in new MaskedBlocks(shard, Tokenizer, framed, options.BatchTokens, options.MaskProbability, heldOutFraction).HeldOut())
        {
            foreach ((long row, long target) in batch.Rows.Zip(batch.Targets))
            {
                batch.Tokens[row] = (int)target;
            }

            int[][] written = [.. batch.Tokens.Chunk(framed).Select(block => block[1..^1])];
            predicted.AddRange(batch.Rows.Select(row => new PredictedToken(written[row / framed], (int)(row % framed) - 1)));
            texts.AddRange(written);
        }

        // As long a text has fewer framed blocks, and where that bounds how many are held out the last ones are learnt from.
        return texts.Count <= blocks.Length && texts.Zip(blocks).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second))
            ? predicted
            : throw new MeasurementException("Encoders would be judged on other text than the other families.");
    }
}
