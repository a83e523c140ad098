using System.Text;
using CsCheck;
using Hone.Domain.Problems;
using Hone.Training.Segmentation;
using Hone.Training.Tests.Tokenization;

namespace Hone.Training.Tests.Segmentation;

public class WordSegmenterTests
{
    private static readonly WordSegmenter Segmenter = new(new Dictionary<string, double>
    {
        ["明"] = -4,
        ["月"] = -4,
        ["明月"] = -5,
        ["月清"] = -6,
        ["清"] = -4,
        ["風"] = -4,
        ["清風"] = -5,
        ["ไทย"] = -3,
        ["\U00020000\U00020001"] = -2,
    });

    [Theory]
    [InlineData("明月清風", "明月 清風")]
    [InlineData("明月 清風", "明月 清風")]
    [InlineData("明 月", "明 月")]
    [InlineData("明，月清！", "明 ， 月清 ！")]
    [InlineData("a明月b1", "a 明月 b1")]
    [InlineData("don't stop", "don ' t stop")]
    [InlineData("龍明月", "龍 明月")]
    [InlineData("ภาษาไทย", "ภ า ษ า ไทย")]
    [InlineData("\U00020000\U00020001月", "\U00020000\U00020001 月")]
    [InlineData("👨\u200d👩 e\u0301a", "👨\u200d👩 e\u0301a")]
    public void Segment_CutsIntoWords(string text, string expected) => Assert.Equal(expected, string.Join(' ', Words(text)));

    [Fact]
    public void Segment_LeavesOutWhiteSpaceAlone_ForAnyString() => AnyText.Generator.Sample(text =>
    {
        Rune[] runes = [.. text.EnumerateRunes()];
        IReadOnlyList<WordSpan> words = Segmenter.Segment(text);

        Assert.All(words, word => Assert.True(word.Start < word.End));
        Assert.All(words.Zip(words.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start));
        bool[] inWord = new bool[runes.Length];
        foreach (WordSpan word in words)
        {
            inWord.AsSpan(word.Start..word.End).Fill(true);
        }

        Assert.All(runes.Zip(inWord), pair => Assert.True(pair.Second || Rune.IsWhiteSpace(pair.First)));
        Assert.All(runes.Zip(inWord), pair => Assert.False(pair.Second && pair.First.Value is ' ' or '\n' or 0x3000));
    });

    [Fact]
    public void Segment_FindsTheBestOfAllSegmentations() => Gen.Char["明月清風"].Array[1, 9].Sample(characters =>
    {
        string text = new(characters);

        double best = AllSegmentations(text).Max(words => words.Sum(word => Segmenter.Words[word]));

        Assert.Equal(best, Words(text).Sum(word => Segmenter.Words[word]), 1e-9);
    });

    [Fact]
    public void Segment_TakesAMegabyteWithoutASpace()
    {
        string text = string.Concat(Enumerable.Repeat("明月清風", 250_000));

        Assert.Equal(500_000, Segmenter.Segment(text).Count);
    }

    [Fact]
    public void Read_GivesWhatWasWritten()
    {
        using TemporaryDirectory directory = new();

        WordFile.Write(directory.Path, Segmenter);

        Assert.Equal(Segmenter.Words, WordFile.Read(directory.Path).Words);
        Assert.StartsWith("\U00020000\U00020001\t-2\n", File.ReadAllText(directory.File("words.tsv")), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_WritesNoFile_WhenNoWordIsKnown()
    {
        using TemporaryDirectory directory = new();

        WordFile.Write(directory.Path, WordSegmenter.Empty);

        Assert.Empty(Directory.GetFiles(directory.Path));
        Assert.True(WordFile.Read(directory.Path).IsEmpty);
    }

    [Fact]
    public void Read_Refuses_WhatIsNoListOfWords_AndNamesEveryLine()
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory.File("words.tsv"), "明\t-1\n月\n清\tNaN\n明\t-2\n\t-3\n風\t-1,5e\n");

        RefusalException refusal = Assert.Throws<RefusalException>(() => WordFile.Read(directory.Path));

        Assert.Equal(ProblemCodes.InvalidModelDirectory, refusal.Code);
        Assert.Equal([2, 3, 4, 5, 6], refusal.Problems.Select(problem => problem.Line!.Value));
    }

    private static IEnumerable<string> Words(string text)
    {
        Rune[] runes = [.. text.EnumerateRunes()];
        return Segmenter.Segment(text).Select(word => string.Concat(runes[word.Start..word.End]));
    }

    private static IEnumerable<string[]> AllSegmentations(string text) => text.Length == 0 ? [[]]
        : from length in Enumerable.Range(1, Math.Min(2, text.Length))
          where Segmenter.Words.ContainsKey(text[..length])
          from rest in AllSegmentations(text[length..])
          select (string[])[text[..length], .. rest];
}
