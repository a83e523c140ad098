using CsCheck;
using Hone.Domain.Jobs.Specifications;
using Hone.Training.Text;
using Hone.Training.Tokenization;

namespace Hone.Training.Tests.Tokenization;

public sealed class WordEncoderTests
{
    private static readonly string[] Vocabulary = ["rain", "storm", "wind", "a", "unwieldy", "x"];

    private static readonly Tokenizer Tokenizer = TokenizerTrainer.Train(
        [string.Join(' ', Enumerable.Repeat("rain storm wind un wield y", 10))],
        new TokenizerOptions { VocabularySize = 120 },
        ModelFamily.TransformerEncoder,
        (_, _) => { },
        CancellationToken.None);

    private static readonly Gen<string[]> Sentences = Gen.Int[0, Vocabulary.Length - 1].Select(place => Vocabulary[place]).Array[1, 60];

    [Fact]
    public void Encode_AsksAboutEveryWordOnce_InWindowsThatFit_ByItsFirstToken() =>
        Gen.Select(Sentences, Gen.Int[4, 40]).Sample((words, maxLength) =>
        {
            (string text, WordSpan[] spans) = SentenceText.Join(words);

            IReadOnlyList<WordWindow> windows = new WordEncoder(Tokenizer, maxLength).Encode(text, spans);

            Assert.Equal(Enumerable.Range(0, words.Length), windows.SelectMany(window => window.Words));
            foreach (WordWindow window in windows)
            {
                Assert.InRange(window.Ids.Length, 3, maxLength);
                Assert.Equal((Tokenizer.ClassificationId, Tokenizer.SeparatorId), (window.Ids[0], window.Ids[^1]));
                Assert.All(window.Rows.Zip(window.Words), pair => Assert.Equal(FirstToken(words[pair.Second]), window.Ids[pair.First]));
            }
        });

    [Fact]
    public void Encode_IsTheWholeText_WhereItFits() =>
        Sentences.Sample(words =>
        {
            (string text, WordSpan[] spans) = SentenceText.Join(words);
            WordEncoder encoder = new(Tokenizer, maxLength: 1000);

            WordWindow window = Assert.Single(encoder.Encode(text, spans));

            Assert.Equal(new SequenceEncoder(Tokenizer, 1000).Encode(text).Ids, window.Ids);
        });

    [Fact]
    public void WindowsAround_AllShowTheWord_AndAskAboutWhateverIsInReachOnce() =>
        Gen.Select(Sentences, Gen.Int[4, 40], Gen.Int[0, 1000]).Sample((words, maxLength, drawn) =>
        {
            (string text, WordSpan[] spans) = SentenceText.Join(words);
            int word = drawn % words.Length;

            IReadOnlyList<WordWindow> windows = new WordEncoder(Tokenizer, maxLength).Read(text, spans).WindowsAround(word);

            int[] asked = [.. windows.SelectMany(window => window.Words)];
            Assert.Equal(asked.Distinct().Order(), asked);
            Assert.Contains(word, asked);
            Assert.InRange(windows.Count, 1, 3);
            int[] starts = [.. words.Select(CountTokens).Aggregate(new List<int> { 0 }, (sums, count) => [.. sums, sums[^1] + count])];
            foreach (WordWindow window in windows)
            {
                Assert.InRange(window.Ids.Length, 3, maxLength);
                Assert.All(window.Rows.Zip(window.Words), pair => Assert.Equal(FirstToken(words[pair.Second]), window.Ids[pair.First]));
                int[] marked = [.. window.Kinds!.Index().Where(kind => kind.Item == 1).Select(kind => window.Ids[kind.Index])];
                Assert.NotEmpty(marked);
                Assert.Equal(Tokens(words[word]).Take(marked.Length), marked);
            }

            // Whatever is nearer than a window is long is asked about.
            int room = maxLength - 2;
            Assert.All(Enumerable.Range(0, words.Length), other =>
                Assert.Equal(starts[other] >= Math.Min(starts[word + 1], starts[word] + room) - room && starts[other] < starts[word] + room, asked.Contains(other)));
        });

    [Fact]
    public void WindowsAround_IsTheWholeText_WhereItFits() =>
        Gen.Select(Sentences, Gen.Int[0, 1000]).Sample((words, drawn) =>
        {
            (string text, WordSpan[] spans) = SentenceText.Join(words);
            TokenizedWords tokens = new WordEncoder(Tokenizer, maxLength: 1000).Read(text, spans);

            WordWindow window = Assert.Single(tokens.WindowsAround(drawn % words.Length));

            Assert.Equal(tokens.Windows()[0].Ids, window.Ids);
            Assert.Equal(Enumerable.Range(0, words.Length), window.Words);
            Assert.Equal(CountTokens(words[drawn % words.Length]), window.Kinds!.Sum());
        });

    [Fact]
    public void Encode_CutsTheLongerTextOfAPair_AndTellsThemApart() =>
        Gen.Select(Sentences, Sentences, Gen.Int[8, 40]).Sample((first, second, maxLength) =>
        {
            SequenceEncoder encoder = new(Tokenizer, maxLength, tokenTypes: 2);
            int[] one = encoder.Encode(string.Join(' ', first)).Ids;
            int[] other = encoder.Encode(string.Join(' ', second)).Ids;

            EncodedSequence pair = encoder.Encode(string.Join(' ', first), string.Join(' ', second));

            int begin = Array.IndexOf(pair.TokenTypes!, 1);
            Assert.InRange(pair.Ids.Length, 4, maxLength);
            Assert.All(pair.TokenTypes!.Index(), kind => Assert.Equal(kind.Index < begin ? 0 : 1, kind.Item));
            Assert.Equal(one.Take(begin - 1), pair.Ids.Take(begin - 1));
            Assert.Equal(other.Skip(1).Take(pair.Ids.Length - begin - 1), pair.Ids.Skip(begin).SkipLast(1));
            Assert.Equal((Tokenizer.SeparatorId, Tokenizer.SeparatorId), (pair.Ids[begin - 1], pair.Ids[^1]));
        });

    private static int FirstToken(string word) => Tokens(word)[0];

    private static int CountTokens(string word) => Tokens(word).Count;

    private static List<int> Tokens(string word)
    {
        List<int> ids = [];
        Tokenizer.Encode(word, ids);
        return ids;
    }
}
