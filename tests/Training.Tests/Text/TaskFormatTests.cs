using System.Text.Json;
using Hone.Domain;
using Hone.Domain.Datasets;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Text;

namespace Hone.Training.Tests.Text;

/// <summary>What a row of each task becomes, in every format it is read from.</summary>
public sealed class TaskFormatTests
{
    [Theory]
    [InlineData("csv", "text,textPair,label\na,b,yes\nc,d,no\n")]
    [InlineData("tsv", "textPair\tlabel\ttext\nb\tyes\ta\nd\tno\tc\n")]
    [InlineData("jsonl", """{"text":"a","textPair":"b","label":"yes"}""" + "\n" + """{"label":"no","textPair":"d","text":"c","more":1}""")]
    public Task Classification_ReadsPairs(string format, string content) => AssertBecomesAsync(
        TaskKind.TextClassification,
        format,
        content,
        ["no", "yes"],
        """{"text":"a","label":"yes","textPair":"b"}""",
        """{"text":"c","label":"no","textPair":"d"}""");

    [Theory]
    [InlineData("csv", "text,labels\na,y|x\nb,\nc,\"[\"\"x\"\",3,\"\"x\"\"]\"\n")]
    [InlineData("tsv", "text\tlabels\na\t y | x \nb\t[]\nc\t[\"x\",3]\n")]
    [InlineData("jsonl", """{"text":"a","labels":["x","y"]}""" + "\n" + """{"text":"b","labels":[]}""" + "\n" + """{"text":"c","labels":[" x ",3]}""")]
    public Task Classification_ReadsAnyNumberOfLabels(string format, string content) => AssertBecomesAsync(
        TaskKind.TextClassification,
        format,
        content,
        ["3", "x", "y"],
        """{"text":"a","labels":["x","y"]}""",
        """{"text":"b","labels":[]}""",
        """{"text":"c","labels":["3","x"]}""");

    [Theory]
    [InlineData("csv", "textPair,text,score\nb,a,4.5\nd,c, 1e-1\n")]
    [InlineData("jsonl", """{"text":"a","textPair":"b","score":4.5}""" + "\n" + """{"text":"c","textPair":"d","score":0.1}""")]
    public Task Similarity_ReadsPairsWithScores(string format, string content) => AssertBecomesAsync(
        TaskKind.SentenceSimilarity, format, content, [], """{"text":"a","textPair":"b","score":4.5}""", """{"text":"c","textPair":"d","score":0.1}""");

    [Theory]
    [InlineData("csv", "text,textPair\na,b\n")]
    [InlineData("jsonl", """{"text":"a","textPair":"b","score":null}""")]
    public Task Similarity_ReadsPairsWithoutScores(string format, string content) =>
        AssertBecomesAsync(TaskKind.SentenceSimilarity, format, content, [], """{"text":"a","textPair":"b"}""");

    [Theory]
    [InlineData("csv", "text\none\n\"two, \"\n", """{"text":"one"}""", """{"text":"two, "}""")]
    [InlineData("jsonl", """{"text":"one"}""" + "\n\n" + """{"text":"two"}""", """{"text":"one"}""", """{"text":"two"}""")]
    [InlineData("tsv", "prompt\tcompletion\none\t two\n", """{"prompt":"one","completion":" two"}""")]
    [InlineData("jsonl", """{"completion":"two","prompt":"one"}""", """{"prompt":"one","completion":"two"}""")]
    public Task Generation_ReadsTexts_OrPromptsAndCompletions(string format, string content, params string[] lines) =>
        AssertBecomesAsync(TaskKind.TextGeneration, format, content, [], lines);

    [Theory]
    [InlineData("conll", "# a comment\nNew\tB-place\nYork\tI-place\n!\tO\n\n\n#\tO\nAda\tB-person")]
    [InlineData("conll", "-DOCSTART- -X- O\n\nNew NNP B-place\nYork NNP I-place\n! . O\n\n# NN O\nAda NNP B-person\n")]
    [InlineData("conll", "New I-place\nYork I-place\n! O\n\n# O\nAda I-person\n")]
    [InlineData("conll", "New\tB-place\r\nYork\tE-place\r\n!\tO\r\n\r\n#\tO\r\nAda\tS-person\r\n")]
    [InlineData("jsonl", """{"tokens":["New","York","!"],"tags":["B-place","L-place","O"]}""" + "\n" + """{"tokens":["#","Ada"],"tags":["O","U-person"]}""")]
    [InlineData("jsonl", """{"text":"New York !","entities":[{"start":0,"end":8,"label":"place"}]}""" + "\n" + """{"text":"# Ada","entities":[{"start":2,"end":5,"label":"person"}]}""")]
    public Task TokenClassification_ReadsTheSameFromEveryFormat(string format, string content) => AssertBecomesAsync(
        TaskKind.TokenClassification,
        format,
        content,
        ["person", "place"],
        """{"text":"New York !","words":[{"start":0,"end":3},{"start":4,"end":8},{"start":9,"end":10}],"tags":["B-place","I-place","O"]}""",
        """{"text":"# Ada","words":[{"start":0,"end":1},{"start":2,"end":5}],"tags":["O","B-person"]}""");

    [Fact]
    public Task TokenClassification_CountsEntitiesInCodePoints_AndStoresCodeUnits() => AssertBecomesAsync(
        TaskKind.TokenClassification,
        "jsonl",
        """{"text":"👍👍Ada, 北京","entities":[{"start":7,"end":9,"label":"place"},{"start":2,"end":5,"label":"person"}]}""",
        ["person", "place"],
        """{"text":"\uD83D\uDC4D\uD83D\uDC4DAda, 北京","words":[{"start":0,"end":2},{"start":2,"end":4},{"start":4,"end":7},{"start":7,"end":8},{"start":9,"end":10},{"start":10,"end":11}],"tags":["O","O","B-person","O","B-place","I-place"]}""");

    [Fact]
    public Task TokenClassification_CutsWordsAtSpans() => AssertBecomesAsync(
        TaskKind.TokenClassification,
        "jsonl",
        """{"text":"unhappyness","entities":[{"start":0,"end":2,"label":"prefix"},{"start":7,"end":11,"label":"suffix"}]}""",
        ["prefix", "suffix"],
        """{"text":"unhappyness","words":[{"start":0,"end":2},{"start":2,"end":7},{"start":7,"end":11}],"tags":["B-prefix","O","B-suffix"]}""");

    [Fact]
    public Task TokenClassification_JoinsWordsOfScriptsWithoutBlanks() => AssertBecomesAsync(
        TaskKind.TokenClassification,
        "conll",
        "北 B-city\n京 I-city\nand O\n東京 B-city\n",
        ["city"],
        """{"text":"北京 and 東京","words":[{"start":0,"end":1},{"start":1,"end":2},{"start":3,"end":6},{"start":7,"end":9}],"tags":["B-city","I-city","O","B-city"]}""");

    [Fact]
    public Task TokenClassification_TakesTagsWithoutPrefixes_ForOneWordEach() => AssertBecomesAsync(
        TaskKind.TokenClassification,
        "conll",
        "old ADJ\nnew ADJ\n",
        ["ADJ"],
        """{"text":"old new","words":[{"start":0,"end":3},{"start":4,"end":7}],"tags":["B-ADJ","B-ADJ"]}""");

    [Fact]
    public Task TokenClassification_ReadsTheColumnsAskedFor() => AssertBecomesAsync(
        TaskKind.TokenClassification,
        "conll",
        "1 B-x Ada _\n2 O came _\n",
        ["x"],
        new ReadingOptions { TokenColumn = 3, TagColumn = 2 },
        """{"text":"Ada came","words":[{"start":0,"end":3},{"start":4,"end":8}],"tags":["B-x","O"]}""");

    [Fact]
    public Task SemanticRoles_KeepPredicatesInOrder_AndLeaveOutTheRest() => AssertBecomesAsync(
        TaskKind.SemanticRoleLabeling,
        "jsonl",
        """
        {"id":7,"words":["I","came","saw"],"verbs":[{"index":2,"verb":"saw","tags":["B-ARG0","O","B-V"],"sense":" "},{"index":1,"tags":["I-ARG0","B-V","O"],"sense":"come.01"}]}
        {"words":["So",2],"verbs":[]}
        """,
        ["ARG0", "V"],
        """{"words":["I","came","saw"],"verbs":[{"index":1,"tags":["B-ARG0","B-V","O"],"sense":"come.01"},{"index":2,"tags":["B-ARG0","O","B-V"]}]}""",
        """{"words":["So","2"],"verbs":[]}""");

    [Fact]
    public async Task Columns_AreThoseAskedFor()
    {
        ColumnMapping columns = new() { Text = "a", TextPair = "b", Labels = "c", Score = "d", Prompt = "e", Completion = "f", Tokens = "g", Tags = "h", Words = "i", Verbs = "j" };
        foreach ((TaskKind task, string row, string line) in new[]
        {
            (TaskKind.TextClassification, """{"a":"1","b":"2","c":["3"]}""", """{"text":"1","textPair":"2","labels":["3"]}"""),
            (TaskKind.SentenceSimilarity, """{"a":"1","b":"2"}""", """{"text":"1","textPair":"2"}"""),
            (TaskKind.TextGeneration, """{"e":"1","f":"2"}""", """{"prompt":"1","completion":"2"}"""),
            (TaskKind.TokenClassification, """{"g":["1"],"h":["B-2"]}""", """{"text":"1","words":[{"start":0,"end":1}],"tags":["B-2"]}"""),
            (TaskKind.SemanticRoleLabeling, """{"i":["1"],"j":[{"index":0,"tags":["B-V"]}]}""", """{"words":["1"],"verbs":[{"index":0,"tags":["B-V"]}]}"""),
        })
        {
            using UploadedDataset dataset = new() { Task = task, Columns = columns };
            dataset.With(SplitName.Train, DatasetFormat.Jsonl, row);

            await dataset.CanonicalizeAsync();

            Assert.Equal([line], await File.ReadAllLinesAsync(dataset.Path(SplitName.Train)));
            Assert.Empty(columns.Validate("columns", task));
        }
    }

    [Theory]
    [InlineData(TaskKind.TextClassification, "conll")]
    [InlineData(TaskKind.TextGeneration, "conll")]
    [InlineData(TaskKind.SentenceSimilarity, "conll")]
    [InlineData(TaskKind.TokenClassification, "csv")]
    [InlineData(TaskKind.SemanticRoleLabeling, "conll")]
    [InlineData(TaskKind.SemanticRoleLabeling, "tsv")]
    public async Task Formats_OfOtherTasks_AreRefused(TaskKind task, string format)
    {
        using UploadedDataset dataset = new() { Task = task };
        dataset.With(SplitName.Train, Enum.Parse<DatasetFormat>(format, ignoreCase: true), "a\tb\n");

        RefusalException refusal = await Assert.ThrowsAsync<RefusalException>(dataset.CanonicalizeAsync);

        Problem problem = Assert.Single(refusal.Problems);
        Assert.Equal((ProblemCodes.UnknownFormat, $"train.{format}", "format"), (problem.Code, problem.File, problem.Field));
    }

    private static Task AssertBecomesAsync(TaskKind task, string format, string content, string[] labels, params string[] lines) =>
        AssertBecomesAsync(task, format, content, labels, new ReadingOptions(), lines);

    private static async Task AssertBecomesAsync(TaskKind task, string format, string content, string[] labels, ReadingOptions reading, params string[] lines)
    {
        using UploadedDataset dataset = new() { Task = task, Reading = reading };
        dataset.With(SplitName.Train, Enum.Parse<DatasetFormat>(format, ignoreCase: true), content);

        DatasetContents contents = await dataset.CanonicalizeAsync();

        Assert.Equal(lines, await File.ReadAllLinesAsync(dataset.Path(SplitName.Train)));
        Assert.Equal(labels, contents.Labels);
        Assert.Equal(lines.Length, contents.Rows[SplitName.Train]);
        string[] again = [.. Read(task, dataset.Path(SplitName.Train)).Select(example => JsonSerializer.Serialize(example, HoneJson.Options))];
        Assert.Equal(lines, again); // what is written can be read

        if (task != TaskKind.TokenClassification) // whose offsets are in code units only inside
        {
            using UploadedDataset canonical = new() { Task = task };
            canonical.With(SplitName.Train, DatasetFormat.Jsonl, await File.ReadAllBytesAsync(dataset.Path(SplitName.Train)));
            await canonical.CanonicalizeAsync();
            Assert.Equal(lines, await File.ReadAllLinesAsync(canonical.Path(SplitName.Train)));
        }
    }

    private static IEnumerable<object> Read(TaskKind task, string path) => task switch
    {
        TaskKind.TokenClassification => CanonicalDataset.ReadTokenClassification(path),
        TaskKind.SemanticRoleLabeling => CanonicalDataset.ReadSemanticRoles(path),
        TaskKind.TextGeneration => CanonicalDataset.ReadGeneration(path),
        TaskKind.SentenceSimilarity => CanonicalDataset.ReadSimilarity(path),
        _ => CanonicalDataset.ReadClassification(path),
    };
}
