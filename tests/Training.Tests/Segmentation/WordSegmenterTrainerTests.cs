using Hone.Domain.Jobs.Specifications;
using Hone.Training.Segmentation;

namespace Hone.Training.Tests.Segmentation;

public class WordSegmenterTrainerTests
{
    private static readonly IReadOnlyList<string[]> Sentences = PlantedWords.Sentences(2000, seed: 1);
    private static readonly WordSegmenter Learnt = Train(new());

    [Fact]
    public void Train_FindsThePlantedWords()
    {
        IReadOnlyList<string[]> unseen = PlantedWords.Sentences(500, seed: 2);
        int right = 0;
        int planted = 0;
        int found = 0;
        foreach (string[] sentence in unseen)
        {
            HashSet<WordSpan> expected = [.. PlantedWords.Spans(sentence)];
            IReadOnlyList<WordSpan> words = Learnt.Segment(string.Concat(sentence));
            right += words.Count(expected.Contains);
            planted += expected.Count;
            found += words.Count;
        }

        double f1 = 2.0 * right / (planted + found);
        Assert.True(f1 >= 0.9, $"F1 is {f1:F3}.");
    }

    [Fact]
    public void Train_IsAFunctionOfTheTexts() => Assert.Equal(Learnt.Words, Train(new()).Words);

    [Fact]
    public void Train_LearnsNothing_WhereWordsAreSpaced() =>
        Assert.True(WordSegmenterTrainer.Train(["rain and wind", "дождь и ветер", "비와 바람", "मेंह और हवा"], new(), CancellationToken.None).IsEmpty);

    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(1, 200, false)]
    [InlineData(100, 200, true)]
    [InlineData(800, 100_000, true)]
    public void Train_LearnsFromTextWithoutSpaces_WhereItIsNoMereQuotation(int unspaced, int spaced, bool learns)
    {
        IEnumerable<string> texts = [.. Enumerable.Repeat("rain and wind and sun", spaced), .. Enumerable.Repeat("東京都に住む人は、電車に乗る", unspaced)];

        Assert.Equal(learns, !WordSegmenterTrainer.Train(texts, new(), CancellationToken.None).IsEmpty);
    }

    [Fact]
    public void Train_LearnsProbabilities() => Assert.Equal(1, Learnt.Words.Values.Sum(Math.Exp), 1e-6);

    [Fact]
    public void Train_KeepsToItsLimits()
    {
        WordSegmenter few = Train(new() { MaximumWords = 320 });
        WordSegmenter small = Train(new() { SampleCharacters = 200 });
        WordSegmenter single = Train(new() { MaximumLength = 1 });

        Assert.Equal(320, few.Words.Count);
        Assert.True(small.Words.Count <= 200);
        Assert.All(single.Words.Keys, word => Assert.Single(word));
    }

    [Fact]
    public void Train_KeepsWordsOfTheDictionaryTogether_ThoughTheyNeverOccur()
    {
        string strange = new([.. Enumerable.Range(0, 9).Select(i => (char)(0x4E00 + (31 * i)))]);
        WordSegmenter told = Train(new() { Dictionary = [strange] });

        Assert.True(Learnt.Segment(strange).Count > 1);
        Assert.Contains(new WordSpan(3, 12), told.Segment($"一 a{strange}b"));
    }

    [Fact]
    public void Train_Stops_WhenCancelled() => Assert.ThrowsAny<OperationCanceledException>(() =>
        WordSegmenterTrainer.Train(["雨"], new(), new CancellationToken(canceled: true)));

    private static WordSegmenter Train(SegmentationOptions options) =>
        WordSegmenterTrainer.Train(Sentences.Select(words => string.Concat(words)), options, CancellationToken.None);
}
