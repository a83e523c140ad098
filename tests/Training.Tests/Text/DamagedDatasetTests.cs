using System.Text;
using Hone.Domain.Datasets;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Text;

namespace Hone.Training.Tests.Text;

/// <summary>Every task and format with every kind of damage: refused with file, line, field and code, and nothing written.</summary>
public sealed class DamagedDatasetTests
{
    private const string Pairs = """{"text":"a","textPair":"b","label":"x"}""" + "\n" + """{"text":"c","textPair":"d","label":"y"}""" + "\n";
    private const string Sets = """{"text":"a","labels":["x"]}""" + "\n" + """{"text":"b","labels":["x","y"]}""" + "\n";
    private const string Scores = """{"text":"a","textPair":"b","score":1}""" + "\n" + """{"text":"c","textPair":"d","score":2}""" + "\n";
    private const string Prompts = """{"prompt":"a","completion":"b"}""" + "\n" + """{"prompt":"c","completion":"d"}""" + "\n";
    private const string Tokens = """{"tokens":["a"],"tags":["B-x"]}""" + "\n" + """{"tokens":["b"],"tags":["O"]}""" + "\n";
    private const string Roles = """{"words":["a"],"verbs":[{"index":0,"tags":["B-V"]}]}""" + "\n" + """{"words":["b"],"verbs":[]}""" + "\n";
    private const string Conll = "a\tB-x\nb\tO\n\n";

    /// <summary>Format, what is well, the damage after it (on line 3 of JSONL and tables), and the code, line and field it is refused with.</summary>
    public static TheoryData<TaskKind, string, string, string, string, int?, string?> Damages => new()
    {
        // Pairs and sets of labels
        { TaskKind.TextClassification, "csv", "text,textPair,label\na,b,x\n", "c,d\n", ProblemCodes.WrongColumnCount, 3, null },
        { TaskKind.TextClassification, "csv", "text,textPair,label\na,b,x\n", "c,d\",y\n", ProblemCodes.WrongQuote, 3, null },
        { TaskKind.TextClassification, "csv", "text,textPair,label\na,b,x\n", "c,d\u0000,y\n", ProblemCodes.ForbiddenCharacter, 3, "textPair" },
        { TaskKind.TextClassification, "csv", "text,textPair,label\na,b,x\n", $"c,{new string('d', 51)},y\n", ProblemCodes.TextTooLong, 3, "textPair" },
        { TaskKind.TextClassification, "jsonl", Pairs, """{"text":"e","label":"x"}""", ProblemCodes.MissingField, 3, "textPair" },
        { TaskKind.TextClassification, "jsonl", Pairs, """{"text":"e","textPair":3,"label":"x"}""", ProblemCodes.WrongType, 3, "textPair" },
        { TaskKind.TextClassification, "jsonl", Pairs, """{"text":"e","textPair":"\ud800","label":"x"}""", ProblemCodes.ForbiddenCharacter, 3, "textPair" },
        { TaskKind.TextClassification, "jsonl", """{"text":"a","label":"x"}""" + "\n" + """{"text":"b","label":"y"}""" + "\n", """{"text":"e","textPair":"f","label":"x"}""", ProblemCodes.UnknownField, 3, "textPair" },
        { TaskKind.TextClassification, "tsv", "text\tlabels\na\tx\n", "b\t[x\n", ProblemCodes.InvalidJson, 3, "labels" },
        { TaskKind.TextClassification, "tsv", "text\tlabels\na\tx\n", "b\t[1.5]\n", ProblemCodes.WrongType, 3, "labels[0]" },
        { TaskKind.TextClassification, "jsonl", Sets, """{"text":"c","labels":"x"}""", ProblemCodes.WrongType, 3, "labels" },
        { TaskKind.TextClassification, "jsonl", Sets, """{"text":"c","labels":["x",null]}""", ProblemCodes.WrongType, 3, "labels[1]" },
        { TaskKind.TextClassification, "jsonl", Sets, """{"text":"c","label":"x"}""", ProblemCodes.MissingField, 3, "labels" },
        { TaskKind.TextClassification, "jsonl", Sets, """{"text":"c","labels":["x"," "]}""", ProblemCodes.EmptyLabel, 3, "labels" },
        { TaskKind.TextClassification, "jsonl", Sets, """{"text":"c","labels":["y\nz"]}""", ProblemCodes.ForbiddenCharacter, 3, "labels" },
        { TaskKind.TextClassification, "jsonl", """{"text":"a","labels":[]}""", "", ProblemCodes.TooFewLabels, null, null },

        // Similarity
        { TaskKind.SentenceSimilarity, "csv", "text,score\n", "", ProblemCodes.MissingColumn, 1, "textPair" },
        { TaskKind.SentenceSimilarity, "csv", "text,textPair,score\na,b,1\n", "c,d\n", ProblemCodes.WrongColumnCount, 3, null },
        { TaskKind.SentenceSimilarity, "csv", "text,textPair,score\na,b,1\n", "c,d,NaN\n", ProblemCodes.OutOfRange, 3, "score" },
        { TaskKind.SentenceSimilarity, "csv", "text,textPair,score\na,b,1\n", "c,d,-Infinity\n", ProblemCodes.OutOfRange, 3, "score" },
        { TaskKind.SentenceSimilarity, "csv", "text,textPair,score\na,b,1\n", "c,d,1e999\n", ProblemCodes.OutOfRange, 3, "score" },
        { TaskKind.SentenceSimilarity, "csv", "text,textPair,score\na,b,1\n", "c,d,5.1\n", ProblemCodes.OutOfRange, 3, "score" },
        { TaskKind.SentenceSimilarity, "csv", "text,textPair,score\na,b,1\n", "c,d,\"1,5\"\n", ProblemCodes.WrongType, 3, "score" },
        { TaskKind.SentenceSimilarity, "csv", "text,textPair,score\na,b,1\n", "c,d,\n", ProblemCodes.MissingField, 3, "score" },
        { TaskKind.SentenceSimilarity, "jsonl", Scores, """{"text":"e","textPair":"f"}""", ProblemCodes.MissingField, 3, "score" },
        { TaskKind.SentenceSimilarity, "jsonl", Scores, """{"text":"e","textPair":"f","score":"1"}""", ProblemCodes.WrongType, 3, "score" },
        { TaskKind.SentenceSimilarity, "jsonl", Scores, """{"text":"e","textPair":"f","score":-1}""", ProblemCodes.OutOfRange, 3, "score" },
        { TaskKind.SentenceSimilarity, "jsonl", Scores, """{"text":"e","textPair":"f","score":1e999}""", ProblemCodes.OutOfRange, 3, "score" },
        { TaskKind.SentenceSimilarity, "jsonl", Scores, """{"text":"e","score":1}""", ProblemCodes.MissingField, 3, "textPair" },
        { TaskKind.SentenceSimilarity, "jsonl", """{"text":"a","textPair":"b","score":1}""", "", ProblemCodes.TooFewLabels, null, null },

        // Generation
        { TaskKind.TextGeneration, "csv", "prompt,text\n", "", ProblemCodes.MissingColumn, 1, "completion" },
        { TaskKind.TextGeneration, "tsv", "prompt\tcompletion\na\tb\n", "c\n", ProblemCodes.WrongColumnCount, 3, null },
        { TaskKind.TextGeneration, "jsonl", Prompts, """{"prompt":"e"}""", ProblemCodes.MissingField, 3, "completion" },
        { TaskKind.TextGeneration, "jsonl", Prompts, """{"text":"e"}""", ProblemCodes.MissingField, 3, "prompt|completion" },
        { TaskKind.TextGeneration, "jsonl", Prompts, """{"prompt":["e"],"completion":"f"}""", ProblemCodes.WrongType, 3, "prompt" },
        { TaskKind.TextGeneration, "jsonl", Prompts, """{"prompt":"e","completion":"\u0000"}""", ProblemCodes.ForbiddenCharacter, 3, "completion" },
        { TaskKind.TextGeneration, "jsonl", """{"text":"a"}""" + "\n" + """{"text":" "}""" + "\n", """{"text":"c","prompt":"d"}""", ProblemCodes.UnknownField, 3, "prompt" },
        { TaskKind.TextGeneration, "jsonl", "", """{"text":" "}""", ProblemCodes.EmptySplit, null, null },

        // CoNLL
        { TaskKind.TokenClassification, "conll", "", "", ProblemCodes.EmptySplit, null, null },
        { TaskKind.TokenClassification, "conll", "-DOCSTART- -X- O\n\n", "", ProblemCodes.EmptySplit, null, null },
        { TaskKind.TokenClassification, "conll", Conll, "c\n", ProblemCodes.MissingTag, 4, null },
        { TaskKind.TokenClassification, "conll", "c\n\na\tB-x\n", "b\tO\n", ProblemCodes.MissingTag, 1, null },
        { TaskKind.TokenClassification, "conll", "c\tN\tB-x\n", "d\tO\n", ProblemCodes.WrongColumnCount, 2, null },
        { TaskKind.TokenClassification, "conll", Conll, "c\t\n", ProblemCodes.MissingTag, 4, null },
        { TaskKind.TokenClassification, "conll", Conll, "\tB-x\n", ProblemCodes.EmptyToken, 4, null },
        { TaskKind.TokenClassification, "conll", Conll, "c\tN\tO\n", ProblemCodes.WrongColumnCount, 4, null },
        { TaskKind.TokenClassification, "conll", Conll, "c\tO\nd\tX-x\n", ProblemCodes.InvalidTag, 5, null },
        { TaskKind.TokenClassification, "conll", Conll, "c\tB-\n", ProblemCodes.InvalidTag, 4, null },
        { TaskKind.TokenClassification, "conll", Conll, "c\tx\n", ProblemCodes.InvalidTag, 4, null },
        { TaskKind.TokenClassification, "conll", Conll, "a\tO\na\tO\na\tO\na\tO\na\tO\na\tO\na\tO\n", ProblemCodes.TooManyWords, 10, null },
        { TaskKind.TokenClassification, "conll", Conll, "\u00ff\tO\n", ProblemCodes.NotUtf8, 4, null },
        { TaskKind.TokenClassification, "conll", "a\tO\n", "", ProblemCodes.TooFewLabels, null, null },
        { TaskKind.TokenClassification, "conll", Conll, $"{new string('c', 51)}\tO\n", ProblemCodes.TextTooLong, 4, null },
        { TaskKind.TokenClassification, "conll", Conll, $"c\tB-{new string('x', 11)}\n", ProblemCodes.OutOfRange, 4, null },

        // Tokens and tags
        { TaskKind.TokenClassification, "jsonl", Tokens, """{"tokens":["a","b"],"tags":["O"]}""", ProblemCodes.WrongTagCount, 3, "tags" },
        { TaskKind.TokenClassification, "jsonl", Tokens, """{"tokens":["a"]}""", ProblemCodes.MissingField, 3, "tags" },
        { TaskKind.TokenClassification, "jsonl", Tokens, """{"tokens":"a","tags":["O"]}""", ProblemCodes.WrongType, 3, "tokens" },
        { TaskKind.TokenClassification, "jsonl", Tokens, """{"tokens":["a","b"],"tags":["O",true]}""", ProblemCodes.WrongType, 3, "tags[1]" },
        { TaskKind.TokenClassification, "jsonl", Tokens, """{"tokens":["a","b"],"tags":[0,1]}""", ProblemCodes.WrongType, 3, "tags[0]" },
        { TaskKind.TokenClassification, "jsonl", Tokens, """{"tokens":["a"," "],"tags":["O","O"]}""", ProblemCodes.EmptyToken, 3, "tokens[1]" },
        { TaskKind.TokenClassification, "jsonl", Tokens, """{"tokens":["a","b"],"tags":["O","o"]}""", ProblemCodes.InvalidTag, 3, "tags[1]" },
        { TaskKind.TokenClassification, "jsonl", Tokens, """{"tokens":["a","a","a","a","a","a","a"],"tags":["O","O","O","O","O","O","O"]}""", ProblemCodes.TooManyWords, 3, "tokens" },

        // Spans of a text
        { TaskKind.TokenClassification, "jsonl", Tokens, """{"text":"abc"}""", ProblemCodes.MissingField, 3, "entities" },
        { TaskKind.TokenClassification, "jsonl", Tokens, """{"entities":[]}""", ProblemCodes.MissingField, 3, "text" },
        { TaskKind.TokenClassification, "jsonl", Tokens, """{"text":"abc","entities":{}}""", ProblemCodes.WrongType, 3, "entities" },
        { TaskKind.TokenClassification, "jsonl", Tokens, """{"text":"abc","entities":[3]}""", ProblemCodes.WrongType, 3, "entities[0]" },
        { TaskKind.TokenClassification, "jsonl", Tokens, """{"text":"👍","entities":[{"start":0,"end":2,"label":"x"}]}""", ProblemCodes.SpanOutsideText, 3, "entities[0]" },
        { TaskKind.TokenClassification, "jsonl", Tokens, """{"text":"abc","entities":[{"start":-1,"end":2,"label":"x"}]}""", ProblemCodes.SpanOutsideText, 3, "entities[0]" },
        { TaskKind.TokenClassification, "jsonl", Tokens, """{"text":"abc","entities":[{"start":1,"end":1,"label":"x"}]}""", ProblemCodes.EmptySpan, 3, "entities[0]" },
        { TaskKind.TokenClassification, "jsonl", Tokens, """{"text":"abc","entities":[{"start":2,"end":1,"label":"x"}]}""", ProblemCodes.EmptySpan, 3, "entities[0]" },
        { TaskKind.TokenClassification, "jsonl", Tokens, """{"text":"a  c","entities":[{"start":1,"end":3,"label":"x"}]}""", ProblemCodes.EmptySpan, 3, "entities[0]" },
        { TaskKind.TokenClassification, "jsonl", Tokens, """{"text":"abc","entities":[{"start":1,"end":3,"label":"x"},{"start":0,"end":2,"label":"y"}]}""", ProblemCodes.OverlappingSpans, 3, "entities[0].label" },
        { TaskKind.TokenClassification, "jsonl", Tokens, """{"text":"abc","entities":[{"start":0.5,"end":2,"label":"x"}]}""", ProblemCodes.WrongType, 3, "entities[0].start" },
        { TaskKind.TokenClassification, "jsonl", Tokens, """{"text":"abc","entities":[{"start":0,"label":"x"}]}""", ProblemCodes.MissingField, 3, "entities[0].end" },
        { TaskKind.TokenClassification, "jsonl", Tokens, """{"text":"abc","entities":[{"start":0,"end":1,"label":7}]}""", ProblemCodes.WrongType, 3, "entities[0].label" },
        { TaskKind.TokenClassification, "jsonl", Tokens, """{"text":"abc","entities":[{"start":0,"end":1,"label":""}]}""", ProblemCodes.EmptyLabel, 3, "entities[0].label" },

        // Predicates
        { TaskKind.SemanticRoleLabeling, "jsonl", Roles, """{"words":["a"]}""", ProblemCodes.MissingField, 3, "verbs" },
        { TaskKind.SemanticRoleLabeling, "jsonl", Roles, """{"verbs":[]}""", ProblemCodes.MissingField, 3, "words" },
        { TaskKind.SemanticRoleLabeling, "jsonl", Roles, """{"words":"a","verbs":[]}""", ProblemCodes.WrongType, 3, "words" },
        { TaskKind.SemanticRoleLabeling, "jsonl", Roles, """{"words":["a",""],"verbs":[]}""", ProblemCodes.EmptyToken, 3, "words[1]" },
        { TaskKind.SemanticRoleLabeling, "jsonl", Roles, """{"words":["a"],"verbs":["a"]}""", ProblemCodes.WrongType, 3, "verbs[0]" },
        { TaskKind.SemanticRoleLabeling, "jsonl", Roles, """{"words":["a"],"verbs":[{"index":1,"tags":["O"]}]}""", ProblemCodes.PredicateOutsideSentence, 3, "verbs[0].index" },
        { TaskKind.SemanticRoleLabeling, "jsonl", Roles, """{"words":["a"],"verbs":[{"index":-1,"tags":["O"]}]}""", ProblemCodes.PredicateOutsideSentence, 3, "verbs[0].index" },
        { TaskKind.SemanticRoleLabeling, "jsonl", Roles, """{"words":["a"],"verbs":[{"index":"0","tags":["O"]}]}""", ProblemCodes.WrongType, 3, "verbs[0].index" },
        { TaskKind.SemanticRoleLabeling, "jsonl", Roles, """{"words":["a"],"verbs":[{"index":0,"tags":["O","O"]}]}""", ProblemCodes.WrongTagCount, 3, "verbs[0].tags" },
        { TaskKind.SemanticRoleLabeling, "jsonl", Roles, """{"words":["a"],"verbs":[{"index":0}]}""", ProblemCodes.MissingField, 3, "verbs[0].tags" },
        { TaskKind.SemanticRoleLabeling, "jsonl", Roles, """{"words":["a"],"verbs":[{"index":0,"tags":["V"]}]}""", ProblemCodes.InvalidTag, 3, "verbs[0].tags[0]" },
        { TaskKind.SemanticRoleLabeling, "jsonl", Roles, """{"words":["a"],"verbs":[{"index":0,"tags":["B-V"],"sense":1}]}""", ProblemCodes.WrongType, 3, "verbs[0].sense" },
        { TaskKind.SemanticRoleLabeling, "jsonl", Roles, """{"words":["a"],"verbs":[{"index":0,"tags":["B-V"]},{"index":0,"tags":["B-V"]}]}""", ProblemCodes.DuplicatePredicate, 3, "verbs[1].index" },
        { TaskKind.SemanticRoleLabeling, "jsonl", """{"words":["a"],"verbs":[]}""", "", ProblemCodes.TooFewLabels, null, null },
        { TaskKind.SemanticRoleLabeling, "jsonl", "", """{"words":[],"verbs":[]}""", ProblemCodes.EmptySplit, null, null },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Damage_IsRefusedWhereItIs_AndNothingIsWritten(TaskKind task, string format, string well, string damage, string code, int? line, string? fields)
    {
        using UploadedDataset dataset = new()
        {
            Task = task,
            Limits = new DatasetLimits { TextCharacters = 50, LabelCharacters = 10, Words = 6 },
            Reading = new ReadingOptions { ScoreMinimum = 0, ScoreMaximum = 5 },
        };
        byte[] content = damage.Contains('\u00ff') ? Encoding.Latin1.GetBytes(well + damage) : Encoding.UTF8.GetBytes(well + damage);
        dataset.With(SplitName.Train, Enum.Parse<DatasetFormat>(format, ignoreCase: true), content);

        RefusalException refusal = await Assert.ThrowsAsync<RefusalException>(dataset.CanonicalizeAsync);

        Assert.Equal((RefusalKind.Invalid, ProblemCodes.InvalidDataset), (refusal.Kind, refusal.Code));
        Assert.All(refusal.Problems, problem => Assert.Equal((code, $"train.{format}", line), (problem.Code, problem.File, problem.Line)));
        Assert.Equal(fields ?? "", string.Join('|', refusal.Problems.Select(problem => problem.Field)));
        Assert.False(File.Exists(dataset.Path(SplitName.Train)));
    }

    [Fact]
    public async Task TagsOfAnotherScheme_AreRefused_WhenTheSchemeIsGiven()
    {
        using UploadedDataset dataset = new() { Task = TaskKind.TokenClassification, Reading = new ReadingOptions { TagScheme = TagScheme.Bio } };
        dataset.With(SplitName.Train, DatasetFormat.Conll, "a B-x\n\nb S-x\n");

        RefusalException refusal = await Assert.ThrowsAsync<RefusalException>(dataset.CanonicalizeAsync);

        Assert.Equal((ProblemCodes.InvalidTag, 3), (Assert.Single(refusal.Problems).Code, refusal.Problems[0].Line));
    }

    [Theory]
    [InlineData(TaskKind.TextClassification, "jsonl", Pairs, """{"text":"a","textPair":"b","label":"z"}""", 1, "label")]
    [InlineData(TaskKind.TextClassification, "jsonl", Sets, """{"text":"a","labels":["x","z"]}""", 1, "labels")]
    [InlineData(TaskKind.TokenClassification, "jsonl", Tokens, """{"tokens":["a","b"],"tags":["B-x","B-z"]}""", 1, "tags[1]")]
    [InlineData(TaskKind.TokenClassification, "jsonl", Tokens, """{"text":"ab","entities":[{"start":0,"end":1,"label":"z"}]}""", 1, "entities[0].label")]
    [InlineData(TaskKind.TokenClassification, "conll", Conll, "\na\tO\nb\tB-z\n", 3, null)]
    public async Task UnknownLabels_OfTest_AreRefused(TaskKind task, string format, string train, string test, int line, string? field)
    {
        using UploadedDataset dataset = new() { Task = task };
        DatasetFormat known = Enum.Parse<DatasetFormat>(format, ignoreCase: true);
        dataset.With(SplitName.Train, known, train).With(SplitName.Test, known, test);

        RefusalException refusal = await Assert.ThrowsAsync<RefusalException>(dataset.CanonicalizeAsync);

        Problem problem = Assert.Single(refusal.Problems);
        Assert.Equal((ProblemCodes.UnknownLabel, $"test.{format}", line, field), (problem.Code, problem.File, problem.Line, problem.Field));
    }

    [Theory]
    [InlineData(TaskKind.TextClassification, "csv", "text,label\na,x\nb,y\nLONG,x\n", "text", 4)]
    [InlineData(TaskKind.TextClassification, "tsv", "text\tlabel\na\tx\nb\ty\nLONG\tx\n", "text", 4)]
    [InlineData(TaskKind.TextGeneration, "jsonl", "{\"text\":\"a\"}\n{\"text\":\"LONG\"}\n", "text", 2)]
    [InlineData(TaskKind.SentenceSimilarity, "csv", "text,textPair,score\na,b,1\nb,LONG,2\n", "textPair", 3)]
    [InlineData(TaskKind.TokenClassification, "conll", "a\tB-x\n\nLONG\tO\n", null, 3)]
    [InlineData(TaskKind.TokenClassification, "jsonl", "{\"text\":\"a\",\"entities\":[{\"start\":0,\"end\":1,\"label\":\"x\"}]}\n{\"text\":\"LONG\",\"entities\":[]}\n", "text", 2)]
    [InlineData(TaskKind.SemanticRoleLabeling, "jsonl", Roles + "{\"words\":[\"LONG\"],\"verbs\":[]}\n", "words", 3)]
    public async Task TenMegabytesInOneCell_AreRefused(TaskKind task, string format, string pattern, string? field, int line)
    {
        using UploadedDataset dataset = new() { Task = task };
        dataset.With(SplitName.Train, Enum.Parse<DatasetFormat>(format, ignoreCase: true), pattern.Replace("LONG", new string('w', 10_000_000), StringComparison.Ordinal));

        RefusalException refusal = await Assert.ThrowsAsync<RefusalException>(dataset.CanonicalizeAsync);

        Problem problem = Assert.Single(refusal.Problems);
        Assert.Equal((ProblemCodes.TextTooLong, line, field), (problem.Code, problem.Line, problem.Field));
    }

    [Theory]
    [InlineData(TaskKind.TokenClassification, "jsonl", Tokens, """{"tokens":["a"],"tags":["?"]}""" + "\n")]
    [InlineData(TaskKind.TokenClassification, "conll", Conll, "a\n\n")]
    [InlineData(TaskKind.SemanticRoleLabeling, "jsonl", Roles, """{"words":["a"],"verbs":[{"index":5,"tags":["O"]}]}""" + "\n")]
    [InlineData(TaskKind.SentenceSimilarity, "csv", "text,textPair,score\n", "a,b,NaN\n")]
    public async Task EveryDamagedRow_IsCounted_AndTheFirstHundredAreListed(TaskKind task, string format, string well, string damage)
    {
        using UploadedDataset dataset = new() { Task = task };
        dataset.With(SplitName.Train, Enum.Parse<DatasetFormat>(format, ignoreCase: true), well + string.Concat(Enumerable.Repeat(damage, 150)));

        RefusalException refusal = await Assert.ThrowsAsync<RefusalException>(dataset.CanonicalizeAsync);

        Assert.Equal((150, 100), (refusal.ProblemCount, refusal.Problems.Count));
        Assert.Equal(refusal.Problems.Select(problem => problem.Line).Distinct().Order(), refusal.Problems.Select(problem => problem.Line));
    }
}
