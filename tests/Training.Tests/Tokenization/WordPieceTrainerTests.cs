using CsCheck;
using Hone.Domain.Jobs.Specifications;
using Hone.Training.Tokenization;

namespace Hone.Training.Tests.Tokenization;

public class WordPieceTrainerTests
{
    private static readonly Gen<string[]> Corpus = Gen.String[Gen.Char["abcabcabcde  "], 0, 60].Array[1, 20];

    [Fact]
    public void Train_JoinsTheMostFrequentPairs_AsASlowReferenceDoes() => Gen.Select(Corpus, Gen.Int[20, 60]).Sample((texts, size) =>
        Assert.Equal(ReferenceVocabulary(texts, size), Tokens(Train(texts, new TokenizerOptions { VocabularySize = size, MinimumFrequency = 1 }))));

    [Fact]
    public void Train_DoesNotDependOnTheOrderOfTexts() => Gen.Select(AnyText.Generator.Array[1, 40], Gen.Int).Sample((texts, seed) =>
    {
        string[] shuffled = [.. texts];
        new Random(seed).Shuffle(shuffled);

        Assert.Equal(Tokens(Train(texts, new TokenizerOptions { VocabularySize = 300 })), Tokens(Train(shuffled, new TokenizerOptions { VocabularySize = 300 })));
    }, iter: 30);

    [Fact]
    public void Train_LeavesNoWordUnknown_WhenEveryCharacterIsFrequentEnough() => Corpus.Sample(texts =>
    {
        WordPieceTokenizer tokenizer = Train(texts, new TokenizerOptions { VocabularySize = 100, MinimumFrequency = 1 });

        Assert.All(texts, text => Assert.DoesNotContain(tokenizer.Tokenize(text), token => token.Id == tokenizer.UnknownId));
    });

    [Fact]
    public void Train_KeepsEveryFrequentChineseCharacter_WhenThereIsRoom()
    {
        string text = string.Concat(Enumerable.Range(0x4E00, 2500).Select(char.ConvertFromUtf32));

        WordPieceTokenizer tokenizer = Train([text, text], new TokenizerOptions { VocabularySize = 8000 });

        Assert.Equal(5 + 2500, tokenizer.VocabularySize);
    }

    [Fact]
    public void Train_LeavesRoomForPieces_WhenThereAreManyLetters()
    {
        string letters = string.Join(' ', Enumerable.Range(0x1200, 0x158).Select(letter => $"a{(char)letter}"));

        WordPieceTokenizer tokenizer = Train([letters, letters, "the the the then then there"], new TokenizerOptions { VocabularySize = 100 });

        Assert.NotNull(tokenizer.Id("the"));
    }

    [Fact]
    public void Train_BeginsWithTheSpecialTokens()
    {
        WordPieceTokenizer tokenizer = Train([], new TokenizerOptions());

        Assert.Equal<int?>([0, 1, 2, 3, 4], [tokenizer.Id("[PAD]"), tokenizer.UnknownId, tokenizer.ClassificationId, tokenizer.SeparatorId, tokenizer.MaskId]);
        Assert.Equal(5, tokenizer.VocabularySize);
    }

    [Fact]
    public void Train_ReportsProgressToItsEnd()
    {
        List<(long Done, long Total)> reports = [];

        WordPieceTrainer.Train(["ab ab abc abc"], new TokenizerOptions(), (done, total) => reports.Add((done, total)), CancellationToken.None);

        Assert.Equal(reports.Order(), reports);
        Assert.Equal(reports[^1].Total, reports[^1].Done);
    }

    [Fact]
    public void Train_Stops_WhenCancelled() => Assert.ThrowsAny<OperationCanceledException>(() =>
        WordPieceTrainer.Train(["ab ab"], new TokenizerOptions(), null, new CancellationToken(canceled: true)));

    private static WordPieceTokenizer Train(IEnumerable<string> texts, TokenizerOptions options) =>
        WordPieceTrainer.Train(texts, options, null, CancellationToken.None);

    private static IEnumerable<string> Tokens(WordPieceTokenizer tokenizer) => Enumerable.Range(0, tokenizer.VocabularySize).Select(tokenizer.Token);

    /// <summary>Counts every pair anew before each join.</summary>
    private static List<string> ReferenceVocabulary(string[] texts, int size)
    {
        List<List<string>> words = [.. texts.SelectMany(text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(word => word.Select((letter, i) => i == 0 ? $"{letter}" : $"##{letter}").ToList())];
        List<string> letters = [.. words.SelectMany(word => word).Select(piece => piece[^1..]).Distinct().Order(StringComparer.Ordinal)];
        List<string> continuing = [.. words.SelectMany(word => word.Skip(1)).Distinct().Order(StringComparer.Ordinal)];
        List<string> vocabulary = [.. SpecialTokens.All, .. letters, .. continuing];
        while (vocabulary.Count < size)
        {
            var best = words.SelectMany(word => word.Zip(word.Skip(1))).GroupBy(pair => pair)
                .OrderByDescending(group => group.Count()).ThenBy(group => group.Key.First, StringComparer.Ordinal)
                .ThenBy(group => group.Key.Second, StringComparer.Ordinal).FirstOrDefault();
            if (best is null)
            {
                break;
            }

            string joined = best.Key.First + best.Key.Second[2..];
            if (!vocabulary.Contains(joined))
            {
                vocabulary.Add(joined);
            }

            foreach (List<string> word in words)
            {
                for (int i = 0; i + 1 < word.Count; i++)
                {
                    if ((word[i], word[i + 1]) == best.Key)
                    {
                        word[i] = joined;
                        word.RemoveAt(i + 1);
                    }
                }
            }
        }

        return vocabulary;
    }
}
