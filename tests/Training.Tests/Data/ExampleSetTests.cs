using CsCheck;
using Hone.Training.Data;

namespace Hone.Training.Tests.Data;

public sealed class ExampleSetTests
{
    private static readonly Gen<int[]> Lengths = Gen.Int[1, 40].Array[1, 60];

    [Fact]
    public void Epoch_DealsOutEveryExampleOnce_WithinTheBudget() =>
        Gen.Select(Lengths, Gen.Int[1, 200], Gen.Long[0, 50]).Sample((lengths, budget, epoch) =>
        {
            ExampleSet<Example> examples = Create(lengths, budget);
            ExampleBatch<Example>[] batches = [.. examples.Epoch(seed: 1, epoch)];

            Assert.Equal(Enumerable.Range(0, lengths.Length).Select(i => i), batches.SelectMany(batch => batch.Examples.Select(example => example.Place)).Order());
            foreach (ExampleBatch<Example> batch in batches)
            {
                Assert.True(batch.Tokens.Length <= budget || batch.Examples.Count == 1);
                Assert.Equal(batch.Tokens.Length, batch.Lengths.Sum());
                Assert.Equal(batch.Examples.SelectMany((example, i) => Enumerable.Repeat(example.Place, batch.Lengths[i])), batch.Tokens);
            }
        });

    [Fact]
    public void BatchesIn_IsHowManyThereAre() =>
        Gen.Select(Lengths, Gen.Int[1, 200]).Sample((lengths, budget) =>
        {
            ExampleSet<Example> examples = Create(lengths, budget);
            return examples.BatchesIn(3, seed: 1) == Enumerable.Range(0, 3).Sum(epoch => examples.Epoch(seed: 1, epoch).Count());
        });

    [Fact]
    public void Epoch_IsTheSameForTheSameSeed_AndAnotherForAnother()
    {
        ExampleSet<Example> examples = Create([.. Enumerable.Range(1, 40)], batchTokens: 100);

        int[] first = [.. examples.Epoch(1, 0).SelectMany(batch => batch.Examples.Select(example => example.Place))];

        Assert.Equal(first, examples.Epoch(1, 0).SelectMany(batch => batch.Examples.Select(example => example.Place)));
        Assert.NotEqual(first, examples.Epoch(1, 1).SelectMany(batch => batch.Examples.Select(example => example.Place)));
        Assert.NotEqual(first, examples.Epoch(2, 0).SelectMany(batch => batch.Examples.Select(example => example.Place)));
    }

    [Fact]
    public void Epoch_DrawsByWeight_WithRepeats()
    {
        ExampleSet<Example> examples = Create([.. Enumerable.Repeat(3, 1000)], batchTokens: 64, [.. Enumerable.Range(0, 1000).Select(i => i < 10 ? 99.0 : i < 20 ? 0 : 1)]);

        int[] drawn = [.. Enumerable.Range(0, 20).SelectMany(epoch => examples.Epoch(1, epoch)).SelectMany(batch => batch.Examples).Select(example => example.Place)];

        Assert.Equal(20_000, drawn.Length);
        Assert.InRange(drawn.Count(place => place < 10), 9_800, 10_400); // 990 of 1970
        Assert.DoesNotContain(drawn, place => place is >= 10 and < 20);
    }

    [Fact]
    public void Sorted_TellsWhereEveryExampleWas() =>
        Lengths.Sample(lengths =>
        {
            IEnumerable<ExampleBatch<Example>> batches = Create(lengths, batchTokens: 64).Sorted(out int[] positions);
            return batches.SelectMany(batch => batch.Examples.Select(example => example.Place)).SequenceEqual(positions);
        });

    /// <summary>Every example is its own place, as label and as tokens.</summary>
    private static ExampleSet<Example> Create(int[] lengths, int batchTokens, double[]? weights = null) => new(
        [.. lengths.Select((length, i) => new Example([.. Enumerable.Repeat(i, length)], i))],
        batchTokens,
        weights);

    private sealed record Example(int[] Ids, int Place) : EncodedExample(Ids);
}
