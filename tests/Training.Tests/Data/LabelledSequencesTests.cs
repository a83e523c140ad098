using CsCheck;
using Hone.Training.Data;

namespace Hone.Training.Tests.Data;

public sealed class LabelledSequencesTests
{
    private static readonly Gen<int[]> Lengths = Gen.Int[1, 40].Array[1, 60];

    [Fact]
    public void Epoch_DealsOutEveryExampleOnce_WithinTheBudget() =>
        Gen.Select(Lengths, Gen.Int[1, 200], Gen.Long[0, 50]).Sample((lengths, budget, epoch) =>
        {
            LabelledSequences sequences = Create(lengths, budget);
            LabelledBatch[] batches = [.. sequences.Epoch(seed: 1, epoch)];

            Assert.Equal(Enumerable.Range(0, lengths.Length).Select(i => (long)i), batches.SelectMany(batch => batch.Labels).Order());
            foreach (LabelledBatch batch in batches)
            {
                Assert.True(batch.Tokens.Length <= budget || batch.Labels.Length == 1);
                Assert.Equal(batch.Tokens.Length, batch.Lengths.Sum());
                Assert.Equal(batch.Labels.SelectMany((label, i) => Enumerable.Repeat((int)label, batch.Lengths[i])), batch.Tokens);
            }
        });

    [Fact]
    public void BatchesIn_IsHowManyThereAre() =>
        Gen.Select(Lengths, Gen.Int[1, 200]).Sample((lengths, budget) =>
        {
            LabelledSequences sequences = Create(lengths, budget);
            return sequences.BatchesIn(3, seed: 1) == Enumerable.Range(0, 3).Sum(epoch => sequences.Epoch(seed: 1, epoch).Count());
        });

    [Fact]
    public void Epoch_IsTheSameForTheSameSeed_AndAnotherForAnother()
    {
        LabelledSequences sequences = Create([.. Enumerable.Range(1, 40)], batchTokens: 100);

        long[] first = [.. sequences.Epoch(1, 0).SelectMany(batch => batch.Labels)];

        Assert.Equal(first, sequences.Epoch(1, 0).SelectMany(batch => batch.Labels));
        Assert.NotEqual(first, sequences.Epoch(1, 1).SelectMany(batch => batch.Labels));
        Assert.NotEqual(first, sequences.Epoch(2, 0).SelectMany(batch => batch.Labels));
    }

    [Fact]
    public void Sorted_TellsWhereEveryExampleWas() =>
        Lengths.Sample(lengths =>
        {
            IEnumerable<LabelledBatch> batches = Create(lengths, batchTokens: 64).Sorted(out int[] positions);
            return batches.SelectMany(batch => batch.Labels).Select(label => (int)label).SequenceEqual(positions);
        });

    /// <summary>Every example is its own index, as label and as tokens.</summary>
    private static LabelledSequences Create(int[] lengths, int batchTokens) => new(
        [.. lengths.Select((length, i) => Enumerable.Repeat(i, length).ToArray())],
        [.. Enumerable.Range(0, lengths.Length)],
        batchTokens);
}
