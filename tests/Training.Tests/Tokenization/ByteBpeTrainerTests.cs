using CsCheck;
using Hone.Domain.Jobs.Specifications;
using Hone.Training.Tokenization;

namespace Hone.Training.Tests.Tokenization;

public class ByteBpeTrainerTests
{
    private static readonly Gen<string[]> Corpus = Gen.String[Gen.Char["abcabcabcde  é"], 0, 60].Array[1, 20];

    [Fact]
    public void Train_GivesTheMergesOfHuggingFace()
    {
        string[] expected = File.ReadAllLines(Path.Combine(GoldenTokenizers.Folder("byte-bpe"), "merges.txt"));

        ByteBpeTokenizer tokenizer = Train(GoldenTokenizers.CorpusLines, new() { VocabularySize = 1 + 256 + expected.Length, MinimumFrequency = 1 });

        Assert.Equal(expected, Merges(tokenizer));
    }

    [Fact]
    public void Train_JoinsTheMostFrequentPairs_AsASlowReferenceDoes() => Gen.Select(Corpus, Gen.Int[260, 300], Gen.Int[1, 3]).Sample((texts, size, frequency) =>
        Assert.Equal(
            ReferenceMerges(texts, size - 257, frequency),
            Merges(Train(texts, new() { VocabularySize = size, MinimumFrequency = frequency }))));

    [Fact]
    public void Train_DoesNotDependOnTheOrderOfTexts() => Gen.Select(AnyText.Generator.Array[1, 40], Gen.Int).Sample((texts, seed) =>
    {
        string[] shuffled = [.. texts];
        new Random(seed).Shuffle(shuffled);

        Assert.Equal(GoldenTokenizers.Tokens(Train(texts, new() { VocabularySize = 400 })), GoldenTokenizers.Tokens(Train(shuffled, new() { VocabularySize = 400 })));
    }, iter: 30);

    [Fact]
    public void Train_NormalizesAsEncodingDoes() => AnyText.Generator.Array[1, 20].Sample(texts =>
    {
        TokenizerOptions options = new() { VocabularySize = 400, MinimumFrequency = 1 };
        TokenizerOptions folding = options with { Lowercase = true, StripAccents = true, UnicodeForm = UnicodeForm.Nfkc };
        TextNormalizer normalizer = TextNormalizer.From(folding);

        ByteBpeTokenizer direct = Train(texts, folding);

        Assert.Equal(Merges(Train(texts.Select(Normalize), options)), Merges(direct));
        Assert.All(texts, text => Assert.Equal(GoldenTokenizers.Encode(direct, Normalize(text)), GoldenTokenizers.Encode(direct, text)));

        string Normalize(string text) => normalizer.Normalize(text).ToUtf16().ToString();
    }, iter: 30);

    [Theory]
    [InlineData(ModelFamily.TransformerDecoder, "<|endoftext|>")]
    [InlineData(ModelFamily.Rnn, "<|endoftext|>")]
    [InlineData(ModelFamily.TransformerEncoder, "<s>", "<pad>", "</s>", "<unk>", "<mask>")]
    public void Train_BeginsWithTheSpecialTokensAndTheBytes(ModelFamily family, params string[] special)
    {
        ByteBpeTokenizer tokenizer = ByteBpeTrainer.Train([], new TokenizerOptions(), family, null, CancellationToken.None);

        Assert.Equal([.. special, .. ByteAlphabet.Characters], GoldenTokenizers.Tokens(tokenizer));
        Assert.Equal(special.Length == 5, tokenizer.MaskId is not null);
    }

    [Fact]
    public void Train_ReportsProgressToItsEnd()
    {
        List<(long Done, long Total)> reports = [];

        ByteBpeTrainer.Train(["ab ab abc abc"], new TokenizerOptions(), ModelFamily.Rnn, (done, total) => reports.Add((done, total)), CancellationToken.None);

        Assert.Equal(reports.Order(), reports);
        Assert.Equal(reports[^1].Total, reports[^1].Done);
    }

    [Fact]
    public void Train_Stops_WhenCancelled() => Assert.ThrowsAny<OperationCanceledException>(() =>
        ByteBpeTrainer.Train(["ab ab"], new TokenizerOptions(), ModelFamily.Rnn, null, new CancellationToken(canceled: true)));

    private static ByteBpeTokenizer Train(IEnumerable<string> texts, TokenizerOptions options) =>
        ByteBpeTrainer.Train(texts, options, ModelFamily.TransformerDecoder, null, CancellationToken.None);

    private static IEnumerable<string> Merges(ByteBpeTokenizer tokenizer) => tokenizer.Merges.Select(merge => $"{merge.First} {merge.Second}");

    /// <summary>Counts every pair anew before each join; of equally frequent pairs the one of the older pieces comes first.</summary>
    private static List<string> ReferenceMerges(string[] texts, int most, int minimumFrequency)
    {
        List<List<string>> words = [];
        foreach (string text in texts)
        {
            int position = 0;
            while (ByteLevelScanner.NextWord(text, ref position, out ReadOnlySpan<char> word))
            {
                words.Add([.. ByteAlphabet.Spell(word).Select(letter => letter.ToString())]);
            }
        }

        List<string> pieces = [.. ByteAlphabet.Characters];
        List<string> merges = [];
        while (merges.Count < most)
        {
            var best = words.SelectMany(word => word.Zip(word.Skip(1))).GroupBy(pair => pair).OrderByDescending(group => group.Count())
                .ThenBy(group => pieces.IndexOf(group.Key.First)).ThenBy(group => pieces.IndexOf(group.Key.Second)).FirstOrDefault();
            if (best is null || best.Count() < minimumFrequency)
            {
                break;
            }

            merges.Add($"{best.Key.First} {best.Key.Second}");
            pieces.Add(best.Key.First + best.Key.Second);
            foreach (List<string> word in words)
            {
                for (int i = 0; i + 1 < word.Count; i++)
                {
                    if ((word[i], word[i + 1]) == best.Key)
                    {
                        word[i] = pieces[^1];
                        word.RemoveAt(i + 1);
                    }
                }
            }
        }

        return merges;
    }
}
