using CsCheck;
using Hone.Domain.Datasets;
using Hone.Training.Text;

namespace Hone.Training.Tests.Text;

public sealed class TagSequencesTests
{
    private static readonly string[] Types = ["person", "place", "a-b"];

    /// <summary>Words with spans: each word begins one, continues the one before, or is outside.</summary>
    private static readonly Gen<(int Words, TypedSpan[] Spans)> Spans = Gen.Select(Gen.Int[0, 2], Gen.Int[0, Types.Length - 1]).Array[0, 12].Select(words =>
    {
        List<TypedSpan> spans = [];
        for (int i = 0; i < words.Length; i++)
        {
            if (words[i].Item1 == 1 && spans.Count > 0 && spans[^1].End == i)
            {
                spans[^1] = spans[^1] with { End = i + 1 };
            }
            else if (words[i].Item1 > 0)
            {
                spans.Add(new TypedSpan(Types[words[i].Item2], i, i + 1));
            }
        }

        return (words.Length, spans.ToArray());
    });

    public static TheoryData<TagScheme> Schemes => [TagScheme.Bio, TagScheme.Iob1, TagScheme.Bioes];

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Read_GivesTheSpansThatWereWritten_InEveryScheme(TagScheme scheme) => Spans.Sample(sentence =>
    {
        IReadOnlyList<string> tags = TagSequences.Write(sentence.Spans, sentence.Words, scheme);

        Assert.All(tags, tag => Assert.True(TagSequences.IsTag(tag, scheme)));
        Assert.Equal(sentence.Spans, TagSequences.Read(tags, scheme, out bool repaired));
        Assert.False(repaired);
    });

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Read_GivesTheSameSpans_AfterConversionToBio(TagScheme scheme) => Spans.Sample(sentence =>
    {
        IReadOnlyList<TypedSpan> spans = TagSequences.Read(TagSequences.Write(sentence.Spans, sentence.Words, scheme), scheme, out _);
        IReadOnlyList<string> strict = TagSequences.Write(spans, sentence.Words, TagScheme.Bio);
        IReadOnlyList<string> back = TagSequences.Write(TagSequences.Read(strict, TagScheme.Bio, out _), sentence.Words, scheme);

        Assert.Equal(TagSequences.Write(sentence.Spans, sentence.Words, scheme), back);
    });

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Read_OfAnyTags_GivesSpansThatStrictBioCanWrite(TagScheme scheme)
    {
        string[] prefixes = scheme == TagScheme.Bioes ? ["B-", "I-", "E-", "S-", "L-", "U-"] : ["B-", "I-"];
        Gen.Select(Gen.Int[0, prefixes.Length], Gen.Int[0, 1]).Array[0, 12].Sample(words =>
        {
            string[] tags = [.. words.Select(word => word.Item1 == prefixes.Length ? "O" : prefixes[word.Item1] + Types[word.Item2])];

            IReadOnlyList<TypedSpan> spans = TagSequences.Read(tags, scheme, out bool repaired);
            IReadOnlyList<string> strict = TagSequences.Write(spans, tags.Length, TagScheme.Bio);

            Assert.Equal(spans, TagSequences.Read(strict, TagScheme.Bio, out bool again));
            Assert.False(again);
            Assert.Equal(tags.Select(tag => tag == "O"), strict.Select(tag => tag == "O")); // a repair moves no span's words
            Assert.True(scheme != TagScheme.Bio || repaired != tags.SequenceEqual(strict));
        });
    }

    [Theory]
    [InlineData(TagScheme.Bio, "O I-x I-x B-x", "O B-x I-x B-x", true)]
    [InlineData(TagScheme.Bio, "B-x I-y", "B-x B-y", true)]
    [InlineData(TagScheme.Iob1, "I-x I-x B-x I-y O", "B-x I-x B-x B-y O", false)]
    [InlineData(TagScheme.Bioes, "S-x B-x E-x U-x B-x I-x L-x", "B-x B-x I-x B-x B-x I-x I-x", false)]
    [InlineData(TagScheme.Bioes, "B-x O", "B-x O", true)]
    [InlineData(TagScheme.Bioes, "E-x E-x", "B-x B-x", true)]
    [InlineData(TagScheme.Bioes, "B-x B-x", "B-x B-x", true)]
    [InlineData(TagScheme.Plain, "NOUN NOUN O", "B-NOUN B-NOUN O", false)]
    public void Read_RepairsAsIob1Allows(TagScheme scheme, string tags, string strict, bool repaired)
    {
        string[] given = tags.Split(' ');

        IReadOnlyList<TypedSpan> spans = TagSequences.Read(given, scheme, out bool wasRepaired);

        Assert.Equal(strict, string.Join(' ', TagSequences.Write(spans, given.Length, TagScheme.Bio)));
        Assert.Equal(repaired, wasRepaired);
    }

    [Theory]
    [InlineData("O B-x I-x O|B-x B-x", TagScheme.Bio)]
    [InlineData("O I-x I-x O|I-x B-x", TagScheme.Iob1)]
    [InlineData("I-x O|O B-x", TagScheme.Bio)]
    [InlineData("S-x O B-x E-x", TagScheme.Bioes)]
    [InlineData("U-x O B-x L-x", TagScheme.Bioes)]
    [InlineData("NOUN O VERB", TagScheme.Plain)]
    [InlineData("O O", TagScheme.Plain)]
    public void Detection_TellsTheScheme(string sentences, TagScheme scheme)
    {
        TagSchemeDetection detection = new();
        foreach (string sentence in sentences.Split('|'))
        {
            detection.Add(sentence.Split(' '));
        }

        Assert.Equal(scheme, detection.Scheme);
    }

    [Fact]
    public void TagSet_AllowsExactlyStrictBio() => Gen.Int[0, 6].Array[1, 6].Sample(indices =>
    {
        TagSet set = new(Types);
        string[] tags = [.. indices.Select(index => set.Tags[index])];
        TagSequences.Read(tags, TagScheme.Bio, out bool repaired);

        bool allowed = TagSet.CanBegin(indices[0]) && indices.Zip(indices.Skip(1)).All(pair => TagSet.CanFollow(pair.First, pair.Second));

        Assert.Equal(!repaired, allowed);
        Assert.Equal(indices, tags.Select(set.IndexOf));
        Assert.All(indices, tag => Assert.Equal(set.Tags[tag], TagSet.TypeOf(tag) < 0 ? "O" : $"{(TagSet.IsBegin(tag) ? 'B' : 'I')}-{Types[TagSet.TypeOf(tag)]}"));
    });
}
