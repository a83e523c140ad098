using Hone.Training.Architectures;
using Hone.Training.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Hone.Training.Tests.Architectures;

public sealed class LinearChainCrfTests
{
    private const int Tags = 3;

    public static TheoryData<int[]> Batches => [new[] { 1 }, new[] { 4 }, new[] { 1, 1, 1 }, new[] { 2, 4, 1, 4, 3 }, new[] { 1, 2, 3, 4 }];

    [Theory]
    [MemberData(nameof(Batches))]
    public void LogLikelihood_IsThatOfEnumeratingAllSequences(int[] lengths)
    {
        using var scope = NewDisposeScope();
        Batch batch = new(lengths, seed: 1);

        double[] likelihoods = [.. batch.Crf.LogLikelihood(batch.Emissions, batch.Gold, lengths).data<double>()];

        Assert.Equal(lengths.Length, likelihoods.Length);
        int row = 0;
        for (int i = 0; i < lengths.Length; i++)
        {
            double all = Math.Log(Sequences(lengths[i]).Sum(tags => Math.Exp(batch.Score(row, tags))));
            Assert.Equal(batch.Score(row, batch.GoldOf(row, lengths[i])) - all, likelihoods[i], 1e-12);
            row += lengths[i];
        }
    }

    [Fact]
    public void LogLikelihood_OfASequence_DoesNotDependOnTheRestOfTheBatch()
    {
        using var scope = NewDisposeScope();
        int[] lengths = [3, 1, 4, 2];
        Batch batch = new(lengths, seed: 2);
        Tensor together = batch.Crf.LogLikelihood(batch.Emissions, batch.Gold, lengths);

        int row = 0;
        for (int i = 0; i < lengths.Length; i++)
        {
            Tensor alone = batch.Crf.LogLikelihood(batch.Emissions.narrow(0, row, lengths[i]), batch.Gold.narrow(0, row, lengths[i]), [lengths[i]]);
            Assert.Equal(alone.item<double>(), together[i].item<double>(), 1e-12);
            row += lengths[i];
        }
    }

    [Fact]
    public void Probabilities_OfAllSequences_SumToOne()
    {
        using var scope = NewDisposeScope();
        Batch batch = new([4], seed: 3);

        double sum = Sequences(4).Sum(tags => Math.Exp(batch.Crf.LogLikelihood(batch.Emissions, tensor(tags.Select(tag => (long)tag).ToArray()), [4]).item<double>()));

        Assert.Equal(1, sum, 1e-12);
    }

    [Fact]
    public void Backward_AgreesWithCentralDifferences()
    {
        using var scope = NewDisposeScope();
        int[] lengths = [2, 4, 1, 4, 3];
        Batch batch = new(lengths, seed: 4);
        Tensor[] inputs = [batch.Emissions, batch.Start, batch.Transitions, batch.End];
        foreach (Tensor input in inputs)
        {
            input.requires_grad = true;
        }

        batch.Crf.LogLikelihood(batch.Emissions, batch.Gold, lengths).sum().backward();

        using var _ = no_grad();
        const double step = 1e-5;
        foreach (Tensor input in inputs)
        {
            Tensor values = input.view(-1);
            double[] gradient = [.. input.grad!.contiguous().data<double>()];
            for (int i = 0; i < gradient.Length; i++)
            {
                double value = values[i].item<double>();
                values[i] = value + step;
                double above = batch.Crf.LogLikelihood(batch.Emissions, batch.Gold, lengths).sum().item<double>();
                values[i] = value - step;
                double below = batch.Crf.LogLikelihood(batch.Emissions, batch.Gold, lengths).sum().item<double>();
                values[i] = value;
                Assert.Equal((above - below) / (2 * step), gradient[i], 1e-7);
            }
        }
    }

    [Fact]
    public void LogLikelihood_OfHalfPrecision_IsComputedInSingle()
    {
        using var scope = NewDisposeScope();
        int[] lengths = [5, 3];
        Batch batch = new(lengths, seed: 5);
        Tensor half = batch.Emissions.to(ScalarType.BFloat16);

        Tensor likelihood = batch.Crf.LogLikelihood(half, batch.Gold, lengths);

        Assert.Equal(ScalarType.Float32, likelihood.dtype);
        Tensor exact = batch.Crf.LogLikelihood(half.to(ScalarType.Float64), batch.Gold, lengths);
        Assert.True(allclose(exact, likelihood.to(ScalarType.Float64), rtol: 1e-5));
    }

    [Fact]
    public void EveryTensor_IsMadeOnTheModelsDevice()
    {
        using var scope = NewDisposeScope();
        // On META nothing is computed, and an operation that mixes devices throws.
        Tensor start = zeros(Tags, device: META, requires_grad: true);
        Tensor transitions = zeros(Tags, Tags, device: META, requires_grad: true);
        Tensor end = zeros(Tags, device: META, requires_grad: true);
        Tensor emissions = zeros(6, Tags, device: META, requires_grad: true);

        Tensor likelihood = new LinearChainCrf(start, transitions, end).LogLikelihood(emissions, zeros(6, dtype: ScalarType.Int64, device: META), [2, 3, 1]);
        likelihood.sum().backward();

        Assert.Equal((DeviceType.META, 3), (likelihood.device_type, likelihood.shape.Single()));
        Assert.All(new[] { start, transitions, end, emissions }, input => Assert.Equal(DeviceType.META, input.grad!.device_type));
    }

    /// <summary>All sequences of tags of a length.</summary>
    private static IEnumerable<int[]> Sequences(int length) =>
        length == 0 ? [[]] : Sequences(length - 1).SelectMany(before => Enumerable.Range(0, Tags).Select(tag => (int[])[.. before, tag]));

    /// <summary>Made-up scores and tags of a batch, in double precision.</summary>
    private sealed class Batch
    {
        public Batch(int[] lengths, long seed)
        {
            SplitMix64 random = new(seed);
            Tensor Draw(params long[] shape)
            {
                double[] values = new double[shape.Aggregate((one, other) => one * other)];
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = (4 * random.NextDouble()) - 2;
                }

                return tensor(values).view(shape);
            }

            Start = Draw(Tags);
            Transitions = Draw(Tags, Tags);
            End = Draw(Tags);
            Emissions = Draw(lengths.Sum(), Tags);
            long[] gold = new long[lengths.Sum()];
            for (int i = 0; i < gold.Length; i++)
            {
                gold[i] = random.NextInt(Tags);
            }

            Gold = tensor(gold);
            Crf = new LinearChainCrf(Start, Transitions, End);
        }

        public LinearChainCrf Crf { get; }

        public Tensor Start { get; }

        public Tensor Transitions { get; }

        public Tensor End { get; }

        public Tensor Emissions { get; }

        public Tensor Gold { get; }

        public int[] GoldOf(int row, int length) => [.. Gold.narrow(0, row, length).data<long>().Select(tag => (int)tag)];

        public double Score(int row, int[] tags)
        {
            double score = Start[tags[0]].item<double>() + End[tags[^1]].item<double>();
            for (int i = 0; i < tags.Length; i++)
            {
                score += Emissions[row + i, tags[i]].item<double>() + (i == 0 ? 0 : Transitions[tags[i - 1], tags[i]].item<double>());
            }

            return score;
        }
    }
}
