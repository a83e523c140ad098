using System.Text;
using System.Text.Json;
using CsCheck;
using Hone.Domain.Corpora;
using Hone.Domain.Problems;
using Hone.Training.Tests.Tokenization;
using Hone.Training.Text;

namespace Hone.Training.Tests.Text;

public class CorpusReaderTests
{
    private static readonly CorpusLimits Limits = new() { DocumentCharacters = 200, Documents = 50, LineBytes = 500 };

    private static readonly Gen<byte[]> AnyBytes = Gen.OneOf(
        Gen.Byte.Array[0, 300],
        AnyText.Generator.Select(Encoding.UTF8.GetBytes),
        Gen.Int[0, Fragments.Length - 1].Select(i => Fragments[i]).Array[0, 12].Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts))));

    private static string[] Fragments =>
        ["{\"text\":\"a\"}", "{\"text\":\"", "\"}", "\n", "\r\n", "\n\n", " ", "\t", "word", "\\u0000", "\\ud800", "{\"text\":1}", "[]", "null", "\ufeff", "\0", new string('x', 600)];

    public static TheoryData<CorpusFormat> Formats => [CorpusFormat.Text, CorpusFormat.Jsonl];

    [Theory]
    [MemberData(nameof(Formats))]
    public Task Canonicalize_OfTheCanonicalForm_IsTheIdentity_AndAnythingElseIsRefused(CorpusFormat format) => AnyBytes.SampleAsync(async bytes =>
    {
        byte[] canonical;
        try
        {
            (canonical, CorpusSummary summary) = await CanonicalizeAsync(bytes, format);
            Assert.True(summary.Documents > 0);
        }
        catch (RefusalException refusal)
        {
            Assert.Equal(ProblemCodes.InvalidCorpus, refusal.Code);
            Assert.NotEmpty(refusal.Problems);
            return;
        }

        Assert.Equal(canonical, (await CanonicalizeAsync(canonical, CorpusFormat.Jsonl)).Canonical);
    });

    [Theory]
    [MemberData(nameof(Formats))]
    public Task Canonicalize_DoesNotDependOnHowTheBytesArrive(CorpusFormat format) => Gen.Select(AnyBytes, Gen.Int[1, 7]).SampleAsync(async (bytes, chunk) =>
        Assert.Equal(await OutcomeAsync(new MemoryStream(bytes), format), await OutcomeAsync(new ChunkedStream(bytes, chunk), format)));

    [Theory]
    [InlineData(CorpusFormat.Text, "a\nb\n\nc", "a\nb|c")]
    [InlineData(CorpusFormat.Text, "\ufeffa\r\nb\r\n\r\n \t\r\n\u3000\r\nc\r\n", "a\nb|c")]
    [InlineData(CorpusFormat.Text, "\n\n  a  \n\n\n", "  a  ")]
    [InlineData(CorpusFormat.Text, "a\rb", "a\rb")]
    [InlineData(CorpusFormat.Jsonl, "\ufeff{\"text\":\"a\\n\\nb\",\"year\":1790}\r\n\n{\"name\":[1],\"text\":\" é👍 \"}", "a\n\nb| é👍 ")]
    [InlineData(CorpusFormat.Jsonl, "{\"text\":\"\"}\n{\"text\":\" \\n\"}\n{\"text\":\"x\"}\n", "x")]
    public async Task Canonicalize_KeepsTheDocumentsAsTheyAre(CorpusFormat format, string upload, string documents)
    {
        using TemporaryDirectory directory = new();
        (byte[] canonical, CorpusSummary summary) = await CanonicalizeAsync(Encoding.UTF8.GetBytes(upload), format);
        await File.WriteAllBytesAsync(directory.File("corpus"), canonical);

        string[] read = [.. CanonicalCorpus.ReadDocuments(directory.File("corpus"))];

        Assert.Equal(documents.Split('|'), read);
        Assert.Equal(new CorpusSummary(read.Length, read.Sum(text => text.EnumerateRunes().Count())), summary);
    }

    [Theory]
    [InlineData(CorpusFormat.Text, "", ProblemCodes.EmptyFile, null, null)]
    [InlineData(CorpusFormat.Jsonl, "", ProblemCodes.EmptyFile, null, null)]
    [InlineData(CorpusFormat.Text, "\n \n", ProblemCodes.NoDocuments, null, null)]
    [InlineData(CorpusFormat.Jsonl, "{\"text\":\" \"}", ProblemCodes.NoDocuments, null, null)]
    [InlineData(CorpusFormat.Text, "a\nb\u0001\u00ff", ProblemCodes.NotUtf8, 2, null)]
    [InlineData(CorpusFormat.Text, "\u00ff\u00fea\u0000", ProblemCodes.NotUtf8, 1, null)]
    [InlineData(CorpusFormat.Jsonl, "{\"text\":\"a\"}\n\n{\"text\":\"\u00ff\"}", ProblemCodes.NotUtf8, 3, null)]
    [InlineData(CorpusFormat.Text, "a\n\nb\u0000", ProblemCodes.ForbiddenCharacter, 3, "text")]
    [InlineData(CorpusFormat.Jsonl, "{\"text\":\"\\u0000\"}", ProblemCodes.ForbiddenCharacter, 1, "text")]
    [InlineData(CorpusFormat.Jsonl, "{\"text\":\"\\udc00\"}", ProblemCodes.ForbiddenCharacter, 1, "text")]
    [InlineData(CorpusFormat.Jsonl, "{\"text\":\"a\"}\ntext", ProblemCodes.InvalidJson, 2, null)]
    [InlineData(CorpusFormat.Jsonl, "{\"text\":\"a\",\"text\":\"b\"}", ProblemCodes.DuplicateField, 1, null)]
    [InlineData(CorpusFormat.Jsonl, "{\"text\":\"a\"} {}", ProblemCodes.InvalidJson, 1, null)]
    [InlineData(CorpusFormat.Jsonl, "[\"text\"]", ProblemCodes.WrongType, 1, null)]
    [InlineData(CorpusFormat.Jsonl, "{\"text\":7}", ProblemCodes.WrongType, 1, "text")]
    [InlineData(CorpusFormat.Jsonl, "{\"text\":null}", ProblemCodes.WrongType, 1, "text")]
    [InlineData(CorpusFormat.Jsonl, "{\"Text\":\"a\"}", ProblemCodes.MissingField, 1, "text")]
    public async Task Canonicalize_Refuses(CorpusFormat format, string latin1, string code, int? line, string? field)
    {
        RefusalException refusal = await Assert.ThrowsAsync<RefusalException>(() => CanonicalizeAsync(Encoding.Latin1.GetBytes(latin1), format));

        Assert.Equal((RefusalKind.Invalid, ProblemCodes.InvalidCorpus), (refusal.Kind, refusal.Code));
        Problem problem = Assert.Single(refusal.Problems);
        Assert.Equal((code, "corpus.file", line, field), (problem.Code, problem.File, problem.Line, problem.Field));
    }

    [Theory]
    [InlineData(CorpusFormat.Text, "{0}")]
    [InlineData(CorpusFormat.Jsonl, "{{\"text\":\"{0}\"}}")]
    public async Task Canonicalize_TakesADocumentOfTheGreatestLength_AndRefusesALongerOne(CorpusFormat format, string row)
    {
        await CanonicalizeAsync(Encoding.UTF8.GetBytes(string.Format(null, row, Repeat("é", 200))), format);
        await CanonicalizeAsync(Encoding.UTF8.GetBytes(string.Format(null, row, Repeat("👍", 100))), format);
        foreach (string text in new[] { Repeat("é", 201), Repeat("x", 501), Repeat("x", 100_000) })
        {
            RefusalException refusal = await Assert.ThrowsAsync<RefusalException>(() => CanonicalizeAsync(Encoding.UTF8.GetBytes(string.Format(null, row, text)), format));
            Assert.Equal((ProblemCodes.TextTooLong, 1), (Assert.Single(refusal.Problems).Code, refusal.Problems[0].Line));
        }
    }

    [Fact]
    public async Task Canonicalize_RefusesADocumentThatIsTooLong_ForAllItsLinesTogether()
    {
        string upload = "short\n\n" + string.Join('\n', Enumerable.Repeat("ten chars.", 1000)) + "\n\nshort";

        RefusalException refusal = await Assert.ThrowsAsync<RefusalException>(() => CanonicalizeAsync(Encoding.UTF8.GetBytes(upload), CorpusFormat.Text));

        Assert.Equal((ProblemCodes.TextTooLong, 3), (Assert.Single(refusal.Problems).Code, refusal.Problems[0].Line));
    }

    [Fact]
    public async Task Canonicalize_RefusesMoreDocumentsThanAllowed()
    {
        await CanonicalizeAsync(Encoding.UTF8.GetBytes(Repeat("a\n\n", 50)), CorpusFormat.Text);

        RefusalException refusal = await Assert.ThrowsAsync<RefusalException>(() => CanonicalizeAsync(Encoding.UTF8.GetBytes(Repeat("a\n\n", 60)), CorpusFormat.Text));

        Assert.Equal(ProblemCodes.TooManyRows, Assert.Single(refusal.Problems).Code);
    }

    [Fact]
    public async Task Canonicalize_ListsTheFirstHundredProblems_AndCountsAll()
    {
        string upload = string.Concat(Enumerable.Range(1, 250).Select(line => line % 10 == 0 ? "{\"text\":\"a\"}\n" : "{}\n"));

        RefusalException refusal = await Assert.ThrowsAsync<RefusalException>(() => CanonicalizeAsync(Encoding.UTF8.GetBytes(upload), CorpusFormat.Jsonl));

        Assert.Equal((100, 225), (refusal.Problems.Count, refusal.ProblemCount));
        Assert.Equal(Enumerable.Range(1, 250).Where(line => line % 10 != 0).Take(100).Select(line => (long?)line), refusal.Problems.Select(problem => problem.Line));
    }

    private static string Repeat(string unit, int times) => new StringBuilder().Insert(0, unit, times).ToString();

    private static async Task<(byte[] Canonical, CorpusSummary Summary)> CanonicalizeAsync(byte[] upload, CorpusFormat format)
    {
        using MemoryStream canonical = new();
        CorpusSummary summary = await CorpusReader.CanonicalizeAsync(new MemoryStream(upload), format, "corpus.file", canonical, Limits, CancellationToken.None);
        return (canonical.ToArray(), summary);
    }

    private static async Task<string> OutcomeAsync(Stream upload, CorpusFormat format)
    {
        try
        {
            using MemoryStream canonical = new();
            await CorpusReader.CanonicalizeAsync(upload, format, "corpus.file", canonical, Limits, CancellationToken.None);
            return Encoding.UTF8.GetString(canonical.ToArray());
        }
        catch (RefusalException refusal)
        {
            return JsonSerializer.Serialize(refusal.Problems);
        }
    }
}
