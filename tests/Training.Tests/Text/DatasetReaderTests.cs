using System.Text;
using System.Text.Json;
using CsCheck;
using Hone.Domain;
using Hone.Domain.Datasets;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Tests.Tokenization;
using Hone.Training.Text;

namespace Hone.Training.Tests.Text;

public class DatasetReaderTests
{
    private static readonly Gen<string> Text = AnyText.Generator.Select(text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace("\0", "", StringComparison.Ordinal));

    private static readonly Gen<(string Text, string Label)[]> Rows = Gen.Select(Text, Gen.Int[0, 2].Select(i => $"label {i}")).Array[0, 12]
        .Select(rows => rows.Prepend(("first", "label 0")).Append(("last", "label 1")).ToArray());

    public static TheoryData<DatasetFormat> Formats => [DatasetFormat.Jsonl, DatasetFormat.Csv, DatasetFormat.Tsv];

    [Fact]
    public Task Canonicalize_KeepsTheRowsOfCsv_InTheirOrder() => Rows.SampleAsync(async rows =>
    {
        using UploadedDataset dataset = new();
        dataset.With(SplitName.Train, DatasetFormat.Csv, "label,text\r\n" + string.Concat(rows.Select(row => $"{row.Label},{Quote(row.Text)}\r\n")));

        await dataset.CanonicalizeAsync();

        Assert.Equal(rows.Where(row => !string.IsNullOrWhiteSpace(row.Text)), dataset.Rows(SplitName.Train));
    }, iter: 50);

    [Fact]
    public Task Canonicalize_KeepsTheRowsOfJsonl_AndIsTheIdentityOnTheCanonicalForm() => Rows.SampleAsync(async rows =>
    {
        using UploadedDataset dataset = new();
        dataset.With(SplitName.Train, DatasetFormat.Jsonl, string.Join('\n', rows.Select(row => JsonSerializer.Serialize(new { label = row.Label, other = 1, text = row.Text }))));
        await dataset.CanonicalizeAsync();

        using UploadedDataset again = new();
        again.With(SplitName.Train, DatasetFormat.Jsonl, await File.ReadAllBytesAsync(dataset.Path(SplitName.Train)));
        await again.CanonicalizeAsync();

        Assert.Equal(rows.Where(row => !string.IsNullOrWhiteSpace(row.Text)), dataset.Rows(SplitName.Train));
        Assert.Equal(await File.ReadAllBytesAsync(dataset.Path(SplitName.Train)), await File.ReadAllBytesAsync(again.Path(SplitName.Train)));
    }, iter: 50);

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Canonicalize_OfAnyBytes_GivesACanonicalFormOrARefusal(DatasetFormat format)
    {
        string[] fragments = ["text", "label", ",", "\t", "\"", "\n", "\r\n", "\r", "a", "b", " ", "{\"text\":\"x\",\"label\":\"y\"}", "{\"text\":\"z\",\"label\":3}", "{", "}", "\ufeff", "\0", "é"];
        Gen<byte[]> bytes = Gen.OneOf(
            Gen.Byte.Array[0, 100],
            Gen.Int[0, fragments.Length - 1].Array[0, 30].Select(picks => Encoding.UTF8.GetBytes("text,label\ntext\tlabel\n"[(format == DatasetFormat.Tsv ? 11 : 0)..] + string.Concat(picks.Select(i => fragments[i])))));
        await bytes.SampleAsync(async content =>
        {
            using UploadedDataset dataset = new();
            dataset.With(SplitName.Train, format, content);
            try
            {
                DatasetContents contents = await dataset.CanonicalizeAsync();
                Assert.Equal(contents.Rows[SplitName.Train], dataset.Rows(SplitName.Train).LongCount());
                Assert.Equal(contents.Labels, dataset.Rows(SplitName.Train).Select(row => row.Label).Distinct().Order(StringComparer.Ordinal));
            }
            catch (RefusalException refusal)
            {
                Assert.Equal(ProblemCodes.InvalidDataset, refusal.Code);
                Assert.NotEmpty(refusal.Problems);
                Assert.False(File.Exists(dataset.Path(SplitName.Train)));
            }
        }, iter: 100);
    }

    [Fact]
    public async Task Canonicalize_ReadsEveryFormatAlike()
    {
        using UploadedDataset dataset = new() { Columns = new ColumnMapping { Text = "review", Label = "stars" } };
        dataset.With(SplitName.Train, DatasetFormat.Csv, "\ufeffid,review,stars\r\n1,\"good, \"\"very\"\" good\",5\r\n\r\n2,bad, 1 \r\n")
            .With(SplitName.Validation, DatasetFormat.Tsv, "stars\treview\n5\t\"good\n1\ta, b\n")
            .With(SplitName.Test, DatasetFormat.Jsonl, "{\"review\":\"fine\",\"stars\":5,\"id\":3}\n\n{\"stars\":\"1\",\"review\":\"poor\"}");

        DatasetContents contents = await dataset.CanonicalizeAsync();

        Assert.Equal([("good, \"very\" good", "5"), ("bad", "1")], dataset.Rows(SplitName.Train));
        Assert.Equal([("\"good", "5"), ("a, b", "1")], dataset.Rows(SplitName.Validation));
        Assert.Equal([("fine", "5"), ("poor", "1")], dataset.Rows(SplitName.Test));
        Assert.Equal(["1", "5"], contents.Labels);
    }

    [Theory]
    [InlineData("jsonl", "", ProblemCodes.EmptySplit, null, null)]
    [InlineData("csv", "", ProblemCodes.EmptyFile, null, null)]
    [InlineData("csv", "text,label\n", ProblemCodes.EmptySplit, null, null)]
    [InlineData("csv", "text,label\n  ,a\n", ProblemCodes.EmptySplit, null, null)]
    [InlineData("csv", "text,tag\na,b\n", ProblemCodes.MissingColumn, 1, "label")]
    [InlineData("tsv", "text,label\na,b\n", ProblemCodes.MissingColumn, 1, "label|text")]
    [InlineData("csv", "text,label,text\na,b,c\n", ProblemCodes.DuplicateColumn, 1, "text")]
    [InlineData("csv", "text,la\"bel\na,b\n", ProblemCodes.WrongQuote, 1, null)]
    [InlineData("csv", "text,label\na,x\nb,y\nc\n", ProblemCodes.WrongColumnCount, 4, null)]
    [InlineData("csv", "text,label\na,x\nb,y\nc,y,z\n", ProblemCodes.WrongColumnCount, 4, null)]
    [InlineData("tsv", "text\tlabel\na\tx\nb\ty\nc\ty\t\n", ProblemCodes.WrongColumnCount, 4, null)]
    [InlineData("csv", "text,label\na,x\nb,y\n\"c\nd\"e,y\n", ProblemCodes.WrongQuote, 4, null)]
    [InlineData("csv", "text,label\na,x\nb,y\nc\"d,y\n", ProblemCodes.WrongQuote, 4, null)]
    [InlineData("csv", "text,label\na,x\nb,y\n\"c,y\nd,x\n", ProblemCodes.WrongQuote, 4, null)]
    [InlineData("csv", "text,label\na,x\nb,y\n\"c\n\u00ff\",y\n", ProblemCodes.NotUtf8, 5, null)]
    [InlineData("csv", "te\u00ffxt,label\na,x\n", ProblemCodes.NotUtf8, 1, null)]
    [InlineData("csv", "\u00ff\u00fet\u0000", ProblemCodes.NotUtf8, 1, null)]
    [InlineData("jsonl", "{\"text\":\"a\",\"label\":\"x\"}\n{\"text\":\"b\",\"label\":\"y\"}\n\u00ff", ProblemCodes.NotUtf8, 3, null)]
    [InlineData("jsonl", "{\"text\":\"a\",\"label\":\"x\"}\n{\"text\":\"b\",\"label\":\"y\"}\n{", ProblemCodes.InvalidJson, 3, null)]
    [InlineData("jsonl", "{\"text\":\"a\",\"label\":\"x\"}\n{\"text\":\"b\",\"label\":\"y\"}\n7", ProblemCodes.WrongType, 3, null)]
    [InlineData("jsonl", "{\"text\":\"a\",\"label\":\"x\"}\n{\"text\":\"b\",\"label\":\"y\"}\n{\"text\":\"b\"}", ProblemCodes.MissingField, 3, "label")]
    [InlineData("jsonl", "{\"text\":\"a\",\"label\":\"x\"}\n{\"text\":\"b\",\"label\":\"y\"}\n{\"text\":1,\"label\":\"x\"}", ProblemCodes.WrongType, 3, "text")]
    [InlineData("jsonl", "{\"text\":\"a\",\"label\":\"x\"}\n{\"text\":\"b\",\"label\":\"y\"}\n{\"text\":\"b\",\"label\":1.5}", ProblemCodes.WrongType, 3, "label")]
    [InlineData("jsonl", "{\"text\":\"a\",\"label\":\"x\"}\n{\"text\":\"b\",\"label\":\"y\"}\n{\"text\":\"b\",\"label\":true}", ProblemCodes.WrongType, 3, "label")]
    [InlineData("csv", "text,label\na,x\nb,y\nc, \n", ProblemCodes.EmptyLabel, 4, "label")]
    [InlineData("csv", "text,label\na,x\nb,y\nc\u0000,y\n", ProblemCodes.ForbiddenCharacter, 4, "text")]
    [InlineData("csv", "text,label\na,x\nb,y\nc,\"p\nq\"\n", ProblemCodes.ForbiddenCharacter, 4, "label")]
    [InlineData("csv", "text,label\na,x\nb,y\ncccccccccccccccccccc!,y\n", ProblemCodes.TextTooLong, 4, "text")]
    [InlineData("csv", "text,label\na,x\nb,y\nc,xxxxxxxxxxx\n", ProblemCodes.OutOfRange, 4, "label")]
    [InlineData("csv", "text,label\na,x\nb,y\nc,z\nd,u\n", ProblemCodes.TooManyLabels, 5, "label")]
    [InlineData("csv", "text,label\na,x\nb,y\nc,y\nd,y\ne,y\nf,y\n", ProblemCodes.TooManyRows, 7, null)]
    [InlineData("csv", "text,label\na,x\nb,x\n", ProblemCodes.TooFewLabels, null, null)]
    public async Task Canonicalize_Refuses(string format, string latin1, string code, int? line, string? fields)
    {
        using UploadedDataset dataset = new() { Limits = new DatasetLimits { TextCharacters = 20, LabelCharacters = 10, Labels = 3, Rows = 5 } };
        dataset.With(SplitName.Train, Enum.Parse<DatasetFormat>(format, ignoreCase: true), Encoding.Latin1.GetBytes(latin1));

        RefusalException refusal = await Assert.ThrowsAsync<RefusalException>(dataset.CanonicalizeAsync);

        Assert.Equal((RefusalKind.Invalid, ProblemCodes.InvalidDataset), (refusal.Kind, refusal.Code));
        Assert.All(refusal.Problems, problem => Assert.Equal((code, $"train.{format}", line), (problem.Code, problem.File, problem.Line)));
        Assert.NotEmpty(refusal.Problems);
        Assert.Equal(fields ?? "", string.Join('|', refusal.Problems.Select(problem => problem.Field).Order()));
    }

    [Fact]
    public async Task Canonicalize_NamesEveryProblemOfEveryPart_InOneAnswer()
    {
        using UploadedDataset dataset = new();
        dataset.With(SplitName.Test, DatasetFormat.Csv, "text,label\nt,z\n")
            .With(SplitName.Validation, DatasetFormat.Csv, "text,label\n")
            .With(SplitName.Train, DatasetFormat.Csv, "text,label\na,x\nb\nc,\nd,y\n");

        RefusalException refusal = await Assert.ThrowsAsync<RefusalException>(dataset.CanonicalizeAsync);

        Assert.Equal(
            [
                (ProblemCodes.WrongColumnCount, "train.csv", 3),
                (ProblemCodes.EmptyLabel, "train.csv", 4),
                (ProblemCodes.EmptySplit, "validation.csv", null),
                (ProblemCodes.UnknownLabel, "test.csv", 2),
            ],
            refusal.Problems.Select(problem => (problem.Code, problem.File!, (int?)problem.Line)));
    }

    [Fact]
    public async Task Canonicalize_SaysNothingOfUnknownLabels_WhenTrainCouldNotBeRead()
    {
        using UploadedDataset dataset = new();
        dataset.With(SplitName.Train, DatasetFormat.Csv, "sentence,label\na,x\n").With(SplitName.Test, DatasetFormat.Csv, "text,label\na,x\n");

        RefusalException refusal = await Assert.ThrowsAsync<RefusalException>(dataset.CanonicalizeAsync);

        Assert.Equal(ProblemCodes.MissingColumn, Assert.Single(refusal.Problems).Code);
    }

    [Fact]
    public async Task Canonicalize_StopsAtARowThatIsTooLarge()
    {
        using UploadedDataset dataset = new() { Limits = new DatasetLimits { RowBytes = 1000 } };
        dataset.With(SplitName.Train, DatasetFormat.Csv, "text,label\na,x\nb,y\n\"" + new string('c', 1_000_000));

        RefusalException refusal = await Assert.ThrowsAsync<RefusalException>(dataset.CanonicalizeAsync);

        Assert.Equal((ProblemCodes.TextTooLong, 4), (Assert.Single(refusal.Problems).Code, refusal.Problems[0].Line));
    }

    [Fact]
    public async Task Canonicalize_NeverRepeatsTheTextInAProblem()
    {
        using UploadedDataset dataset = new() { Limits = new DatasetLimits { TextCharacters = 5 } };
        dataset.With(SplitName.Train, DatasetFormat.Csv, "text,label\nsecret words,secret\n\"secret\"secret,secret\nsecret,\"se\ncret\"\nsecret\n")
            .With(SplitName.Test, DatasetFormat.Jsonl, "secret\n{\"text\":\"secret\",\"label\":\"secret2\"}\n\"secret\"");

        RefusalException refusal = await Assert.ThrowsAsync<RefusalException>(dataset.CanonicalizeAsync);

        Assert.True(refusal.ProblemCount >= 6);
        Assert.DoesNotContain("secret", JsonSerializer.Serialize(refusal.Problems, HoneJson.Options), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Canonicalize_RefusesATaskWithoutDataSets_AndAnUploadWithoutTrain()
    {
        using UploadedDataset dataset = new();
        dataset.With(SplitName.Test, DatasetFormat.Csv, "text,label\na,x\nb,y\n");

        Assert.Equal(ProblemCodes.WrongTask, (await Assert.ThrowsAsync<RefusalException>(() => dataset.CanonicalizeAsync(TaskKind.FillMask))).Code);
        Assert.Equal(ProblemCodes.MissingPart, (await Assert.ThrowsAsync<RefusalException>(dataset.CanonicalizeAsync)).Code);
    }

    private static string Quote(string field) => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
