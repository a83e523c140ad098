using System.Text;
using System.Text.Json;
using Hone.Domain;
using Hone.Domain.Predictions;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Predictions;

namespace Hone.Training.Tests.Predictions;

public sealed class InputFileTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    /// <summary>How a text is written makes no difference to what is read.</summary>
    [Fact]
    public async Task Rows_AreTheSame_InEveryFormat()
    {
        string[] texts = ["plain", "with, comma", "\"quoted\"", "  blanks  ", "= 1 + 2", "日本 😀"];

        IReadOnlyList<InputRow>[] read =
        [
            await ReadAsync(InputFormat.Text, string.Join('\n', texts)),
            await ReadAsync(InputFormat.Jsonl, string.Join("\r\n", texts.Select(text => JsonSerializer.Serialize(text)))),
            await ReadAsync(InputFormat.Jsonl, string.Join('\n', texts.Select(text => JsonSerializer.Serialize(new { id = 7, text, label = (string?)null })))),
            await ReadAsync(InputFormat.Csv, "id,text\r\n" + string.Join("\r\n", texts.Select(text => $"7,\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""))),
            await ReadAsync(InputFormat.Tsv, "text\tid\n" + string.Join('\n', texts.Select(text => $"{text}\t7"))),
        ];

        Assert.All(read, rows =>
        {
            Assert.Equal(texts, rows.Select(row => row.Input!.Text));
            Assert.Equal([1, 2, 3, 4, 5, 6], rows.Select(row => row.Row));
        });
        Assert.Equal([2, 3, 4, 5, 6, 7], read[3].Select(row => row.Line));
    }

    [Theory]
    [InlineData(InputFormat.Jsonl, "{\"text\":", ProblemCodes.InvalidJson, null)]
    [InlineData(InputFormat.Jsonl, "[1]", ProblemCodes.WrongType, null)]
    [InlineData(InputFormat.Jsonl, "{\"other\":\"a\"}", ProblemCodes.MissingField, "text")]
    [InlineData(InputFormat.Jsonl, "{\"text\":7}", ProblemCodes.WrongType, "text")]
    [InlineData(InputFormat.Jsonl, "{\"text\":null}", ProblemCodes.MissingField, "text")]
    [InlineData(InputFormat.Jsonl, "{\"text\":\" \"}", ProblemCodes.EmptyInputs, "text")]
    [InlineData(InputFormat.Jsonl, "{\"text\":\"a\",\"text\":\"b\"}", ProblemCodes.DuplicateField, null)]
    [InlineData(InputFormat.Jsonl, "{\"text\":\"a\\u0000b\"}", ProblemCodes.ForbiddenCharacter, "text")]
    [InlineData(InputFormat.Jsonl, "{\"text\":\"\\ud800\"}", ProblemCodes.ForbiddenCharacter, null)]
    [InlineData(InputFormat.Jsonl, "{\"text\":\"a\",\"textPair\":[\"b\"]}", ProblemCodes.WrongType, "textPair")]
    [InlineData(InputFormat.Jsonl, "\"123456789012345678901\"", ProblemCodes.TextTooLong, "text")]
    [InlineData(InputFormat.Jsonl, "{\"text\":\"a\",\"more\":\"12345678901234567890123456789012345678901234567890\"}", ProblemCodes.TextTooLong, null)]
    [InlineData(InputFormat.Csv, "a,b", ProblemCodes.WrongColumnCount, null)]
    [InlineData(InputFormat.Csv, "a\"b", ProblemCodes.WrongQuote, null)]
    [InlineData(InputFormat.Csv, "123456789012345678901", ProblemCodes.TextTooLong, "text")]
    [InlineData(InputFormat.Text, "", ProblemCodes.EmptyInputs, null)]
    public async Task ABadRow_StaysInItsPlace_WithTheReason(InputFormat format, string bad, string code, string? field)
    {
        string good = format == InputFormat.Jsonl ? "\"good\"" : "good";
        string header = format == InputFormat.Csv ? "text\n" : "";

        IReadOnlyList<InputRow> rows = await ReadAsync(
            format, $"{header}{good}\n{bad}\n{good}\n{bad}\n{bad}\n{good}\n", limits: new RowLimits { InputCharacters = 20, RowBytes = 60 });

        Assert.Equal([true, false, true, false, false, true], rows.Select(row => row.Input is not null));
        Assert.Equal(rows.Select(row => row.Row + (header.Length > 0 ? 1 : 0)), rows.Select(row => row.Line));
        Assert.All(rows.Where(row => row.Input is null), row => Assert.Equal((code, field), (row.Error!.Code, row.Error.Field)));
    }

    [Theory]
    [InlineData(InputFormat.Csv, 300_000, true)]
    [InlineData(InputFormat.Tsv, 300_000, true)]
    [InlineData(InputFormat.Csv, 3_000_000, false)]
    public async Task ATooLongRowOfATable_StaysInItsPlace_AndWhatFollowsIsRead_UnlessItIsFarTooLong(InputFormat format, int length, bool goesOn)
    {
        IReadOnlyList<InputRow> rows = await ReadAsync(format, $"text\ngood\n{new string('a', length)}\nbetter\n", limits: new RowLimits { RowBytes = 100_000 });

        Assert.Equal(goesOn ? ["good", null, "better"] : ["good", null], rows.Select(row => row.Input?.Text));
        Assert.Equal((ProblemCodes.TextTooLong, 3L), (rows[1].Error!.Code, rows[1].Line));
    }

    [Fact]
    public async Task ARowThatIsNotUtf8_StaysInItsPlace()
    {
        foreach (InputFormat format in new[] { InputFormat.Text, InputFormat.Csv })
        {
            byte[] content = [.. "text\n"u8, 0xFF, .. "\ngood\n"u8];
            IReadOnlyList<InputRow> rows = await ReadAsync(format, content, InputColumns.Default, TaskKind.TextClassification, new RowLimits());

            Assert.Equal(ProblemCodes.NotUtf8, rows[format == InputFormat.Csv ? 0 : 1].Error!.Code);
            Assert.Equal("good", rows[^1].Input!.Text);
        }
    }

    [Fact]
    public async Task ColumnsOfOtherNames_AreRead_AndNamedInProblems()
    {
        InputColumns columns = new() { Text = "question", Candidates = "answers" };

        IReadOnlyList<InputRow> table = await ReadAsync(
            InputFormat.Csv, "answers,question\n\"[\"\"x\"\",\"\"y\"\"]\",a\n,b\nx,c\n[],d\n", columns, TaskKind.SentenceSimilarity);
        IReadOnlyList<InputRow> lines = await ReadAsync(
            InputFormat.Jsonl, """{"question":"a","answers":["x","y"],"text":7}""" + "\n" + """{"question":"a","answers":[" "]}""", columns, TaskKind.SentenceSimilarity);

        Assert.Equal(["x", "y"], table[0].Input!.Candidates!);
        Assert.Null(table[1].Input!.Candidates);
        Assert.Equal([(ProblemCodes.InvalidJson, "answers"), (ProblemCodes.WrongType, "answers")], table.Skip(2).Select(row => (row.Error!.Code, row.Error.Field)));
        Assert.Equal(["x", "y"], lines[0].Input!.Candidates!);
        Assert.Equal((ProblemCodes.EmptyInputs, "answers[0]"), (lines[1].Error!.Code, lines[1].Error!.Field));
    }

    [Fact]
    public async Task FieldsThatTheTaskTakes_AreRead_AndNoOthers()
    {
        const string Row = """{"words":["a","b"],"predicates":[1],"textPair":"p","prompt":"q"}""";

        InputRow roles = Assert.Single(await ReadAsync(InputFormat.Jsonl, Row, task: TaskKind.SemanticRoleLabeling));
        InputRow generation = Assert.Single(await ReadAsync(InputFormat.Jsonl, Row, task: TaskKind.TextGeneration));
        InputRow table = Assert.Single(await ReadAsync(InputFormat.Tsv, "words\tpredicates\n[\"a\",\"b\"]\t[1]\n", task: TaskKind.SemanticRoleLabeling));

        Assert.Equal(["a", "b"], roles.Input!.Words!);
        Assert.Equal([1], roles.Input.Predicates!);
        Assert.Null(roles.Input.TextPair);
        Assert.Equal(("q", null), (generation.Input!.Text, generation.Input.Words));
        Assert.Equal(["a", "b"], table.Input!.Words!);
        Assert.Equal([1], table.Input.Predicates!);
    }

    [Theory]
    [InlineData(InputFormat.Jsonl, "{\n[]\n", ProblemCodes.InvalidJson, null, 1)]
    [InlineData(InputFormat.Jsonl, "\n \n", ProblemCodes.EmptyFile, null, null)]
    [InlineData(InputFormat.Csv, "", ProblemCodes.EmptyFile, null, null)]
    [InlineData(InputFormat.Csv, "other\na\n", ProblemCodes.MissingColumn, "text", 1)]
    [InlineData(InputFormat.Csv, "text\n,\n", ProblemCodes.WrongColumnCount, null, 2)]
    [InlineData(InputFormat.Text, "\n", ProblemCodes.EmptyInputs, null, 1)]
    public async Task AFile_IsRefused_WhenNoRowOfItCanBeRead(InputFormat format, string content, string code, string? field, int? line)
    {
        RefusalException refusal = await Assert.ThrowsAsync<RefusalException>(() => ReadAsync(format, content));

        Assert.Equal(ProblemCodes.InvalidInputs, refusal.Code);
        Problem problem = refusal.Problems[0];
        Assert.Equal((code, field, "rows", (long?)line), (problem.Code, problem.Field, problem.File, problem.Line));
    }

    [Fact]
    public async Task AFile_IsRefused_WhenAColumnIsMissingThatWasNamed_OrThereAreTooManyRows()
    {
        RefusalException missing = await Assert.ThrowsAsync<RefusalException>(() =>
            ReadAsync(InputFormat.Csv, "text\na\n", new InputColumns { TextPair = "other" }, TaskKind.TextClassification));
        RefusalException many = await Assert.ThrowsAsync<RefusalException>(() => ReadAsync(InputFormat.Text, "a\nb\nc\n", limits: new RowLimits { Rows = 2 }));

        Assert.Equal((ProblemCodes.MissingColumn, "other"), (missing.Problems[0].Code, missing.Problems[0].Field));
        Assert.Equal((RefusalKind.TooLarge, ProblemCodes.TooManyRows, 3L), (many.Kind, many.Code, many.Problems[0].Line));
    }

    private Task<IReadOnlyList<InputRow>> ReadAsync(
        InputFormat format,
        string content,
        InputColumns? columns = null,
        TaskKind task = TaskKind.TextClassification,
        RowLimits? limits = null) => ReadAsync(format, Encoding.UTF8.GetBytes(content), columns ?? InputColumns.Default, task, limits ?? new RowLimits());

    private async Task<IReadOnlyList<InputRow>> ReadAsync(InputFormat format, byte[] content, InputColumns columns, TaskKind task, RowLimits limits)
    {
        string path = directory.File("rows");
        await File.WriteAllBytesAsync(path, content);
        using MemoryStream canonical = new();
        long rows = await new InputFile(path, "rows", format, columns, task, limits).CanonicalizeAsync(canonical, TestContext.Current.CancellationToken);
        string[] lines = Encoding.UTF8.GetString(canonical.ToArray()).Split('\n')[..^1];
        Assert.Equal(rows, lines.Length);
        return [.. lines.Select(line => JsonSerializer.Deserialize<InputRow>(line, HoneJson.Options)!)];
    }
}
