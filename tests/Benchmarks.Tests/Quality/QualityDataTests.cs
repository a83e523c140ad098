using Hone.Benchmarks.CommandLine;
using Hone.Benchmarks.Quality;
using Hone.Domain.Jobs.Running;
using Hone.Training.Text;

namespace Hone.Benchmarks.Tests.Quality;

public sealed class QualityDataTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();
    private readonly QualityLine line = QualityLines.All[QualityLines.IndexOf("sentence-polarity")];

    public QualityDataTests()
    {
        string source = Directory.CreateDirectory(folder.File(line.Folder)).FullName;
        File.WriteAllText(Path.Combine(source, "train.csv"), "text,label\na sentence that is learnt from,good\nanother one of these sentences,bad\n");
        File.WriteAllText(Path.Combine(source, "validation.csv"), "text,label\na sentence to choose by that is long,good\n");
        File.WriteAllText(Path.Combine(source, "test.csv"), "text,label\na sentence to judge by that is long,bad\n");
        Directory.CreateDirectory(folder.File("corpora"));
        File.WriteAllText(
            folder.File("corpora/speeches.txt"),
            "This is a speech.\n\nA sentence to judge by, that is long!\n\nIt says: A SENTENCE TO CHOOSE BY THAT IS LONG. And more.\n\nThe end.\n");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Corpora_HoldNoTextThatTheLineIsChosenOrJudgedBy()
    {
        IReadOnlyList<CorpusInput> corpora = new QualityData(folder.Path, folder.File("work")).Corpora([line.Name, "speeches"], line, CancellationToken.None);

        Assert.Equal(["a sentence that is learnt from", "another one of these sentences"], CanonicalCorpus.ReadDocuments(corpora[0].Path));
        Assert.Equal(["This is a speech.", "The end."], CanonicalCorpus.ReadDocuments(corpora[1].Path));
        Assert.All(corpora, corpus => Assert.Equal(2, corpus.Documents));
    }

    [Fact]
    public void Corpora_AreTheSameForLinesThatNameTheSame()
    {
        QualityLine other = QualityLines.All[QualityLines.IndexOf("clinc150")];
        string source = Directory.CreateDirectory(folder.File(other.Folder)).FullName;
        File.WriteAllText(Path.Combine(source, "train.csv"), "text,label\na sentence to judge by that is long,one\nwhat is the weather like,two\n");
        File.WriteAllText(Path.Combine(source, "test.csv"), "text,label\na sentence that is learnt from,one\n");
        QualityData data = new(folder.Path, folder.File("work"));

        string[][] texts = [.. new[] { line, other }.Select(judged => Texts(data.Corpora([line.Name, other.Name, "speeches"], judged, CancellationToken.None)))];

        Assert.Equal(texts[0], texts[1]);
        Assert.Equal(["another one of these sentences", "what is the weather like", "This is a speech.", "The end."], texts[0]);

        static string[] Texts(IEnumerable<CorpusInput> corpora) => [.. corpora.SelectMany(corpus => CanonicalCorpus.ReadDocuments(corpus.Path))];
    }

    [Fact]
    public void Corpora_SayWhichIsMissing() => Assert.Contains(
        "poems",
        Assert.Throws<MeasurementException>(() => new QualityData(folder.Path, folder.File("work")).Corpora(["poems"], line, CancellationToken.None)).Message);
}
