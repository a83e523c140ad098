using System.IO.Compression;
using System.Text;
using Hone.Benchmarks.CommandLine;
using Hone.Benchmarks.Corpora;
using Hone.Domain.Datasets;
using Hone.Domain.Tasks;

namespace Hone.Benchmarks.Tests.Corpora;

public sealed class PreparedDatasetTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("train.csv", "text,label\n\"yes, please\",good\nno,bad\n")]
    [InlineData("train.tsv", "text\tlabel\nyes, please\tgood\nno\tbad\n")]
    [InlineData("train.jsonl", "{\"text\":\"yes, please\",\"label\":\"good\"}\n{\"text\":\"no\",\"label\":\"bad\"}\n")]
    public void Create_ReadsEveryFileOfClassification_PlainOrCompressed(string name, string content)
    {
        string plain = Write("plain", name, content);
        string compressed = Write("compressed", name + ".gz", content);

        foreach (string source in new[] { plain, compressed })
        {
            PreparedDataset dataset = PreparedDataset.Create("some", TaskKind.TextClassification, source, folder.File("canonical"), CancellationToken.None);

            Assert.Equal(["bad", "good"], dataset.Input.Labels);
            Assert.Equal(["yes, please", "no"], Enum.GetValues<SplitName>().SelectMany(dataset.Texts).OrderByDescending(text => text.Length));
        }
    }

    [Fact]
    public void Create_ReadsEverySplitOfTaggedWordsAndOfPredicates()
    {
        string tagged = Write("tagged", "train.conll", "Paris\tB-place\nsleeps\tO\n\nwe\tO\n");
        Write("tagged", "test.conll", "Rome\tB-place\n");
        string roles = Write("roles", "train.jsonl.gz", "{\"words\":[\"it\",\"works\"],\"verbs\":[{\"index\":1,\"tags\":[\"B-ARG0\",\"B-V\"]}]}\n");
        Write("roles", "validation.jsonl", "{\"words\":[\"so\"],\"verbs\":[]}\n");

        PreparedDataset words = PreparedDataset.Create("words", TaskKind.TokenClassification, tagged, folder.File("words"), CancellationToken.None);
        PreparedDataset predicates = PreparedDataset.Create("roles", TaskKind.SemanticRoleLabeling, roles, folder.File("predicates"), CancellationToken.None);

        Assert.Equal(["Rome"], words.Texts(SplitName.Test));
        Assert.Equal(1, words.Rows(SplitName.Test));
        Assert.Equal(["so"], predicates.Texts(SplitName.Validation));
        Assert.Equal(["it works"], predicates.Texts(SplitName.Train));
    }

    [Fact]
    public void Create_SaysWhatIsMissing_AndWhatIsNotCompressed()
    {
        string empty = Directory.CreateDirectory(folder.File("empty")).FullName;
        string broken = Directory.CreateDirectory(folder.File("broken")).FullName;
        File.WriteAllText(Path.Combine(broken, "train.csv.gz"), "text,label\n");

        Assert.Contains("train.csv", Refusal(empty).Message);
        Assert.Contains("not compressed", Refusal(broken).Message);

        MeasurementException Refusal(string source) => Assert.Throws<MeasurementException>(
            () => PreparedDataset.Create("some", TaskKind.TextClassification, source, folder.File("none"), CancellationToken.None));
    }

    private string Write(string source, string name, string content)
    {
        string directory = Directory.CreateDirectory(folder.File(source)).FullName;
        using Stream file = File.Create(Path.Combine(directory, name));
        using Stream target = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : file;
        target.Write(Encoding.UTF8.GetBytes(content));
        return directory;
    }
}
