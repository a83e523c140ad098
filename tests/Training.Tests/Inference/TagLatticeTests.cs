using CsCheck;
using Hone.Training.Inference;
using Hone.Training.Text;

namespace Hone.Training.Tests.Inference;

public sealed class TagLatticeTests
{
    private static readonly TagSet Tags = new(["person", "place"]);

    private static readonly int Count = Tags.Tags.Count;

    private static readonly float[] Extremes = [0, 1, -1, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue];

    private static readonly Gen<float> Score = Gen.Float[-4, 4];

    private static readonly Gen<(float[] Emissions, TagTransitions Transitions, float[] Start, float[] Moves, float[] End)> Scored =
        Gen.Int[1, 4].SelectMany(words => Gen.Select(Score.Array[words * Count], Score.Array[Count], Score.Array[Count * Count], Score.Array[Count]))
            .Select(scores => (scores.Item1, TagTransitions.Learnt(Tags, scores.Item2, scores.Item3, scores.Item4), scores.Item2, scores.Item3, scores.Item4));

    [Fact]
    public void FindBest_IsTheBestOfAllAllowedSequences() => Scored.Sample(scored =>
    {
        int[] best = new TagLattice(scored.Emissions, scored.Transitions).FindBest();

        Assert.Equal(Allowed(best.Length).Max(tags => ScoreOf(scored, tags)), ScoreOf(scored, best), 1e-9);
    }, iter: 50);

    [Fact]
    public void FindBest_IsAllowed_WhateverTheScores() =>
        Gen.Int[0, Extremes.Length - 1].Select(i => Extremes[i]).Array[1, 12].Sample(some =>
        {
            float[] emissions = [.. Enumerable.Range(0, some.Length * Count).Select(i => some[(i * i) % some.Length])];

            int[] best = new TagLattice(emissions, TagTransitions.Uniform(Tags)).FindBest();

            Assert.True(IsAllowed(best), string.Join(' ', best.Select(tag => Tags.Tags[tag])));
        });

    [Fact]
    public void Probabilities_AreThoseOfEnumeratingAllAllowedSequences() => Scored.Sample(scored =>
    {
        TagLattice lattice = new(scored.Emissions, scored.Transitions);
        (int[] Tags, double Weight)[] all = [.. Allowed(lattice.Words).Select(tags => (tags, Math.Exp(ScoreOf(scored, tags))))];
        double sum = all.Sum(one => one.Weight);

        for (int word = 0; word < lattice.Words; word++)
        {
            for (int tag = 0; tag < Count; tag++)
            {
                Assert.Equal(all.Where(one => one.Tags[word] == tag).Sum(one => one.Weight) / sum, lattice.ProbabilityOf(word, tag), 1e-9);
            }

            for (int end = word + 1; end <= lattice.Words; end++)
            {
                for (int type = 0; type < Tags.Types.Count; type++)
                {
                    double expected = all.Where(one => HasSpan(one.Tags, type, word, end)).Sum(one => one.Weight) / sum;
                    Assert.Equal(expected, lattice.ProbabilityOf(type, word, end), 1e-9);
                }
            }
        }
    }, iter: 30);

    [Fact]
    public void Probabilities_OfLongSentences_SumToOneAtEveryWord()
    {
        float[] emissions = [.. Enumerable.Range(0, 500 * Count).Select(i => 50 * MathF.Sin(i * i))];
        TagLattice lattice = new(emissions, TagTransitions.Uniform(Tags));

        Assert.All(Enumerable.Range(0, lattice.Words), word => Assert.Equal(1, Enumerable.Range(0, Count).Sum(tag => lattice.ProbabilityOf(word, tag)), 1e-9));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void Lattice_RefusesScores_ThatAreNotOfWholeWords(int scores) =>
        Assert.Throws<ArgumentException>(() => new TagLattice(new float[scores], TagTransitions.Uniform(Tags)));

    [Fact]
    public void Learnt_RefusesScores_OfOtherTags() =>
        Assert.Throws<ArgumentException>(() => TagTransitions.Learnt(Tags, new float[Count], new float[Count], new float[Count]));

    private static IEnumerable<int[]> Allowed(int length) => Sequences(length).Where(IsAllowed);

    private static IEnumerable<int[]> Sequences(int length) =>
        length == 0 ? [[]] : Sequences(length - 1).SelectMany(before => Enumerable.Range(0, Count).Select(tag => (int[])[.. before, tag]));

    /// <summary>Strict BIO, told by the tags' names.</summary>
    private static bool IsAllowed(int[] tags)
    {
        string before = "O";
        foreach (int tag in tags)
        {
            string name = Tags.Tags[tag];
            if (name[0] == 'I' && (before == "O" || before[2..] != name[2..]))
            {
                return false;
            }

            before = name;
        }

        return true;
    }

    private static bool HasSpan(int[] tags, int type, int start, int end) =>
        TagSequences.Read([.. tags.Select(tag => Tags.Tags[tag])], Domain.Datasets.TagScheme.Bio, out _).Contains(new TypedSpan(Tags.Types[type], start, end));

    private static double ScoreOf((float[] Emissions, TagTransitions Transitions, float[] Start, float[] Moves, float[] End) scored, int[] tags)
    {
        double score = (double)scored.Start[tags[0]] + scored.End[tags[^1]];
        for (int i = 0; i < tags.Length; i++)
        {
            score += (double)scored.Emissions[(i * Count) + tags[i]] + (i == 0 ? 0 : scored.Moves[(tags[i - 1] * Count) + tags[i]]);
        }

        return score;
    }
}
