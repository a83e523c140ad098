using Hone.Benchmarks.Corpora;
using Hone.Benchmarks.Perplexity;
using Hone.Domain.Jobs.Specifications;

namespace Hone.Benchmarks.Tests.Perplexity;

public sealed class NGramFloorsTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Measure_FindsWhatOneOrderCanKnow_AndAnotherCannot()
    {
        // Which of two letters comes next is decided by the two before it, and evenly so for each alone.
        string path = folder.File("letters.txt");
        Random random = new(3);
        char[] letters = new char[20_000];
        for (int i = 0; i < letters.Length; i++)
        {
            letters[i] = i < 2 || random.Next(10) == 0 ? "ab"[random.Next(2)] : letters[i - 1] == letters[i - 2] ? 'a' : 'b';
        }

        File.WriteAllText(path, new string(letters));
        PreparedCorpus corpus = PreparedCorpus.Create(new CorpusArgument("letters", path), folder.Path, CancellationToken.None);
        using SplitText text = SplitText.Create(corpus, new TokenizerOptions().Resolve(TokenizerKind.Char), 32, heldOutFraction: 0.1, CancellationToken.None);
        NGramFloors floors = new(text);

        foreach (PretrainingObjective objective in Enum.GetValues<PretrainingObjective>())
        {
            Floors measured = floors.Measure(objective, new PretrainingOptions { BatchTokens = 256 });

            Assert.InRange(measured.Unigram, 1.9, 2.1);
            Assert.InRange(measured.Trigram, 1, 1.5);
            Assert.InRange(measured.FiveGram, 1, 1.5);
        }
    }
}
