using Hone.Domain.Jobs.Specifications;
using Hone.Training.Architectures;
using Hone.Training.Artifacts;
using Hone.Training.Data;
using Hone.Training.Tests.Native;
using Hone.Training.Tests.Running;
using Hone.Training.Tokenization;
using static TorchSharp.torch;

namespace Hone.Training.Tests.Data;

/// <summary>What a network makes of one document does not depend on the one beside it in the same block, where documents are kept apart.</summary>
[Collection(nameof(TorchGenerator))]
public sealed class DocumentBoundariesTests
{
    private const int Length = 24;

    private static readonly string[] Documents = [SampleJob.Sentence(0, seed: 1, words: 9), SampleJob.Sentence(1, seed: 2, words: 12)];
    private static readonly WordPieceTokenizer Tokenizer =
        WordPieceTrainer.Train([.. Documents, "frost"], new TokenizerOptions { VocabularySize = 120, MinimumFrequency = 1 }, progress: null, CancellationToken.None);

    public static TheoryData<ModelFamily, bool> Families => new()
    {
        { ModelFamily.TransformerEncoder, false },
        { ModelFamily.TransformerDecoder, false },
        { ModelFamily.Rnn, false },
        { ModelFamily.Rnn, true },
    };

    [Theory]
    [MemberData(nameof(Families))]
    public void Logits_OfADocument_DoNotDependOnAnother_WhenBoundariesAreRespected(ModelFamily family, bool bidirectional)
    {
        Assert.Equal(Logits(family, bidirectional, DocumentBoundaries.Respect, changed: false), Logits(family, bidirectional, DocumentBoundaries.Respect, changed: true));
        Assert.NotEqual(Logits(family, bidirectional, DocumentBoundaries.Ignore, changed: false), Logits(family, bidirectional, DocumentBoundaries.Ignore, changed: true));
    }

    /// <summary>The logits of the second document's tokens, in its order.</summary>
    private static float[] Logits(ModelFamily family, bool bidirectional, DocumentBoundaries boundaries, bool changed)
    {
        using TemporaryDirectory directory = new();
        int[] ids = [.. Tokenizer.Tokenize(Documents[0]).Select(token => token.Id)];
        string first = changed ? string.Join(' ', Enumerable.Repeat("frost", ids.Length)) : Documents[0];
        using TokenShard shard = TokenShard.Create(directory.File("tokens"), [first, Documents[1]], Tokenizer, _ => { }, CancellationToken.None)!;
        TokenBlocks blocks = family == ModelFamily.TransformerEncoder
            ? new MaskedBlocks(shard, Tokenizer, Length, batchTokens: Length, maskProbability: 0.01, heldOutFraction: 0, boundaries)
            : new CausalBlocks(
                shard, Length, batchTokens: Length, heldOutFraction: 0, bidirectional, boundaries == DocumentBoundaries.Respect ? Tokenizer.SeparatorId : null);
        PredictionBatch batch = blocks.Training(seed: 1).First();
        int[] tokens = [.. batch.Tokens];
        foreach ((long row, long target) in batch.Rows.Zip(batch.Targets).Where(_ => family == ModelFamily.TransformerEncoder))
        {
            tokens[row] = (int)target; // as if nothing were hidden
        }

        manual_seed(1);
        using IDisposable noGrad = no_grad();
        using LanguageModel model = LanguageModelCheckpoint.Create(
            SampleJob.Architecture with { Family = family, Bidirectional = bidirectional, MaxLength = Length }, Tokenizer.VocabularySize, dropout: 0);
        model.eval();
        int[] second = [.. Tokenizer.Tokenize(Documents[1]).Select(token => token.Id).Take(Length - 4 - ids.Length)];
        int start = tokens.AsSpan().IndexOf(second);
        Assert.True(start > 0);
        long[] forward = [.. Enumerable.Range(start, second.Length).Select(row => (long)row)];
        long[] rows = bidirectional ? [.. forward, .. forward.Select(row => row + tokens.Length)] : forward;
        using PackedSequences packed = (batch with { Tokens = tokens }).Pack(CPU);
        using Tensor logits = model.forward(packed, tensor(rows));
        return logits.data<float>().ToArray();
    }
}
