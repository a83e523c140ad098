using Hone.Domain.Problems;
using static Hone.Api.Tests.BadInput.Uploads;

namespace Hone.Api.Tests.BadInput;

/// <summary>What data sets are refused for.</summary>
internal static class BadDatasets
{
    private const string Rows = "text,label\na,x\nb,y\nc,x\nd,y\n";

    private static readonly Part Train = File("train.csv", Rows);

    public static IEnumerable<BadInput> Cases =>
    [
        // The fields
        new("data set: not a form", 415, ProblemCodes.UnsupportedMediaType, () => new(HttpMethod.Post, "/datasets") { Content = new StringContent("text,label\n") }),
        new("data set: nothing said", 400, ProblemCodes.InvalidRequest, () => RawForm("/datasets", "--xyz--\n")) { Problem = (ProblemCodes.MissingPart, "train", null, null) },
        new("data set: no name", 400, ProblemCodes.MissingField, () => Form("/datasets", Field("task", "text-classification"), File("train", "t.csv", Rows)))
        {
            Problem = (ProblemCodes.MissingField, "name", null, null),
        },
        new("data set: a bad name", 400, ProblemCodes.InvalidName, () => Dataset("-x", Train)),
        new("data set: name taken", 409, ProblemCodes.NameTaken, () => Dataset("taken", Train)),
        new("data set: name taken, said last", 409, ProblemCodes.NameTaken, () => Form(
            "/datasets", File("train", "t.csv", Rows), Field("task", "text-classification"), Field("name", "taken"))),
        new("data set: unknown task", 400, ProblemCodes.UnknownValue, () => Form("/datasets", Field("name", "x"), Field("task", "juggling"), File("train", "t.csv", Rows)))
        {
            Problem = (ProblemCodes.UnknownValue, "task", null, null),
        },
        new("data set: a task that has none", 400, ProblemCodes.WrongTask, () => Form("/datasets", Field("name", "x"), Field("task", "fill-mask"), File("train", "t.csv", Rows))),
        new("data set: columns that are not JSON", 400, ProblemCodes.InvalidJson, () => Dataset("x", Train, Field("columns", "text=a"))) { Problem = (ProblemCodes.InvalidJson, "columns", null, 1) },
        new("data set: an unknown column option", 400, ProblemCodes.UnknownField, () => Dataset("x", Train, Field("columns", """{"txt":"a"}"""))) { Problem = (ProblemCodes.UnknownField, "columns.txt", null, null) },
        new("data set: a column option twice", 400, ProblemCodes.DuplicateField, () => Dataset("x", Train, Field("columns", """{"text":"a","text":"b"}"""))),
        new("data set: columns of the wrong type", 400, ProblemCodes.WrongType, () => Dataset("x", Train, Field("columns", "[1]"))),
        new("data set: a split out of range", 400, ProblemCodes.OutOfRange, () => Dataset("x", Train, Field("split", """{"test":1.5}"""))) { Problem = (ProblemCodes.OutOfRange, "split.test", null, null) },
        new("data set: several problems", 400, ProblemCodes.InvalidRequest, () => Dataset("X", Train, Field("split", """{"test":"some","validation":-1}""")))
        {
            Problem = (ProblemCodes.OutOfRange, "split.validation", null, null),
        },
        new("data set: a field too long", 413, ProblemCodes.BodyTooLarge, () => Dataset("x", Train, Field("columns", new string(' ', 1001)))),
        new("data set: a field that is not UTF-8", 400, ProblemCodes.NotUtf8, () => Form("/datasets", new Part("name", null, [0xff]))),

        // The parts
        new("data set: no train part", 400, ProblemCodes.MissingPart, () => Dataset("x", File("test.csv", Rows))),
        new("data set: an unknown part", 400, ProblemCodes.InvalidRequest, () => Dataset("x", File("training.csv", Rows))) { Problem = (ProblemCodes.UnknownPart, "training", null, null) },
        new("data set: everything wrong at once: the part", 400, ProblemCodes.InvalidRequest, WrongInEveryField) { Problem = (ProblemCodes.UnknownPart, "foo", null, null) },
        new("data set: everything wrong at once: the name", 400, ProblemCodes.InvalidRequest, WrongInEveryField) { Problem = (ProblemCodes.InvalidName, "name", null, null) },
        new("data set: everything wrong at once: the task", 400, ProblemCodes.InvalidRequest, WrongInEveryField) { Problem = (ProblemCodes.UnknownValue, "task", null, null) },
        new("data set: everything wrong at once: the split", 400, ProblemCodes.InvalidRequest, WrongInEveryField) { Problem = (ProblemCodes.OutOfRange, "split.validation", null, null) },
        new("data set: a part with an encoding nobody knows", 415, ProblemCodes.UnsupportedMediaType, () => RawForm("/datasets", EncodedPart("br"))),
        new("data set: a part that is not the gzip it says", 400, ProblemCodes.InvalidGzip, () => RawForm("/datasets", EncodedPart("gzip"))),
        new("data set: a part whose media type cannot be read", 415, ProblemCodes.UnsupportedMediaType, () => RawForm("/datasets", TypedPart(";;;"))),
        new("data set: a part twice", 400, ProblemCodes.DuplicatePart, () => Dataset("x", Train, File("train", "again.csv", Rows))),
        new("data set: a format nobody knows", 400, ProblemCodes.UnknownFormat, () => Dataset("x", File("train.xlsx", Rows))) { Problem = (ProblemCodes.UnknownFormat, "format", "train.xlsx", null) },
        new("data set: truncated gzip", 400, ProblemCodes.InvalidGzip, () => Form(
            "/datasets", Field("name", "x"), Field("task", "text-classification"), new Part("train", "t.csv.gz", Gzip(Rows)[..^4]))),
        new("data set: gzip bomb", 413, ProblemCodes.ExpandsTooFar, () => Form(
            "/datasets", Field("name", "x"), Field("task", "text-classification"), new Part("train", "t.csv.gz", Gzip(new byte[24 * 1024 * 1024])))),
        new("data set: body too large", 413, ProblemCodes.BodyTooLarge, () => Dataset("x", File("train.csv", new string('a', 60001)))),
        new("data set: a form that breaks off", 400, ProblemCodes.InvalidMultipart, () => RawForm(
            "/datasets",
            """
            --xyz
            Content-Disposition: form-data; name="name"

            x
            --xyz
            Content-Disposition: form-data; name="train"; filename="t.csv"

            text,label
            a,x
            """)),

        // The rows
        new("data set: empty", 400, ProblemCodes.InvalidDataset, () => Dataset("x", File("train.csv", ""))) { Problem = (ProblemCodes.EmptyFile, null, "train.csv", null) },
        new("data set: no rows", 400, ProblemCodes.InvalidDataset, () => Dataset("x", File("train.csv", "text,label\n"))) { Problem = (ProblemCodes.EmptySplit, null, "train.csv", null) },
        new("data set: not UTF-8", 400, ProblemCodes.InvalidDataset, () => Form(
            "/datasets", Field("name", "x"), Field("task", "text-classification"), new Part("train", "t.csv", [.. "text,label\na,x\n"u8, 0xff, .. ",y\n"u8])))
        {
            Problem = (ProblemCodes.NotUtf8, null, "t.csv", 3),
        },
        new("data set: wrong columns", 400, ProblemCodes.InvalidDataset, () => Dataset("x", File("train.csv", "sentence,label\na,x\n"))) { Problem = (ProblemCodes.MissingColumn, "text", "train.csv", 1) },
        new("data set: a column twice", 400, ProblemCodes.InvalidDataset, () => Dataset("x", File("train.csv", "text,label,text\na,x,b\n"))) { Problem = (ProblemCodes.DuplicateColumn, "text", null, 1) },
        new("data set: a ragged row", 400, ProblemCodes.InvalidDataset, () => Dataset("x", File("train.csv", "text,label\na,x\nb,y,z\n"))) { Problem = (ProblemCodes.WrongColumnCount, null, "train.csv", 3) },
        new("data set: a ragged row of TSV", 400, ProblemCodes.InvalidDataset, () => Dataset("x", File("train.tsv", "text\tlabel\na\n"))) { Problem = (ProblemCodes.WrongColumnCount, null, "train.tsv", 2) },
        new("data set: a quote in the wrong place", 400, ProblemCodes.InvalidDataset, () => Dataset("x", File("train.csv", "text,label\n\"a\"b,x\n"))) { Problem = (ProblemCodes.WrongQuote, null, "train.csv", 2) },
        new("data set: a quote never closed", 400, ProblemCodes.InvalidDataset, () => Dataset("x", File("train.csv", "text,label\na,x\n\"b,y\nc,x\n"))) { Problem = (ProblemCodes.WrongQuote, null, "train.csv", 3) },
        new("data set: a label missing", 400, ProblemCodes.InvalidDataset, () => Dataset("x", File("train.csv", "text,label\na,x\nb,\n"))) { Problem = (ProblemCodes.EmptyLabel, "label", "train.csv", 3) },
        new("data set: a label that train has not", 400, ProblemCodes.InvalidDataset, () => Dataset("x", Train, File("test", "test.csv", "text,label\nq,z\n")))
        {
            Problem = (ProblemCodes.UnknownLabel, "label", "test.csv", 2),
        },
        new("data set: one label alone", 400, ProblemCodes.InvalidDataset, () => Dataset("x", File("train.csv", "text,label\na,x\nb,x\n"))) { Problem = (ProblemCodes.TooFewLabels, null, null, null) },
        new("data set: too many labels", 400, ProblemCodes.InvalidDataset, () => Dataset("x", File("train.csv", "text,label\na,1\nb,2\nc,3\nd,4\ne,5\nf,6\n"))) { Problem = (ProblemCodes.TooManyLabels, "label", null, 7) },
        new("data set: too many rows", 400, ProblemCodes.InvalidDataset, () => Dataset("x", File("train.csv", "text,label\n" + string.Concat(Enumerable.Repeat("a,x\n", 21))))) { Problem = (ProblemCodes.TooManyRows, null, null, 22) },
        new("data set: a text too long", 400, ProblemCodes.InvalidDataset, () => Dataset("x", File("train.csv", $"text,label\n{new string('a', 1001)},x\n"))) { Problem = (ProblemCodes.TextTooLong, "text", null, 2) },
        new("data set: a label of the wrong type", 400, ProblemCodes.InvalidDataset, () => Dataset("x", File("train.jsonl", """{"text":"a","label":["x"]}""")))
        {
            Problem = (ProblemCodes.WrongType, "label", "train.jsonl", 1),
        },
        new("data set: a row that is not JSON", 400, ProblemCodes.InvalidDataset, () => Dataset("x", File("train.jsonl", "text,label\n"))) { Problem = (ProblemCodes.InvalidJson, null, "train.jsonl", 1) },

        new("data set: a row with a field twice", 400, ProblemCodes.InvalidDataset, () => Dataset("x", File("train.jsonl", """{"text":"a","text":"b","label":"x"}""")))
        {
            Problem = (ProblemCodes.DuplicateField, null, "train.jsonl", 1),
        },

        // What is asked for
        new("data set: unknown name", 404, ProblemCodes.UnknownDataset, () => new(HttpMethod.Get, "/datasets/nobody")),
        new("data set: report of an unknown one", 404, ProblemCodes.UnknownDataset, () => new(HttpMethod.Get, "/datasets/nobody/report")),
        new("data set: deleting an unknown one", 404, ProblemCodes.UnknownDataset, () => new(HttpMethod.Delete, "/datasets/nobody")),
        new("data set: examples of an unknown split", 400, ProblemCodes.UnknownValue, () => new(HttpMethod.Get, "/datasets/taken/examples?split=dev")),
        new("data set: a cursor of another list", 400, ProblemCodes.InvalidCursor, () => new(HttpMethod.Get, "/datasets/taken/examples?cursor=AAAAAAAAAAEAAAAAAAAABA")),
        new("data sets: a bad limit and an unknown parameter", 400, ProblemCodes.InvalidRequest, () => new(HttpMethod.Get, "/datasets?limit=-1&page=2")) { Problem = (ProblemCodes.OutOfRange, "limit", null, null) },
    ];

    private static HttpRequestMessage WrongInEveryField() => Form(
        "/datasets", Field("name", "UP"), Field("task", "nope"), Field("split", """{"validation":3}"""), Field("foo", "1"), File("train", "t.csv", Rows));

    private static string EncodedPart(string encoding) => PartWith($"Content-Encoding: {encoding}");

    private static string TypedPart(string mediaType) => PartWith($"Content-Type: {mediaType}");

    private static string PartWith(string header) =>
        $"--xyz\nContent-Disposition: form-data; name=\"train\"; filename=\"t.csv\"\n{header}\n\ntext,label\na,x\nb,y\n\n--xyz--\n";
}
