using System.Net.Http.Headers;
using Hone.Domain.Problems;
using static Hone.Api.Tests.BadInput.Uploads;

namespace Hone.Api.Tests.BadInput;

/// <summary>What corpora are refused for.</summary>
internal static class BadCorpora
{
    private const string Jsonl = "application/jsonl";

    private static readonly byte[] Bomb = Gzip(new byte[24 * 1024 * 1024]);

    public static IEnumerable<BadInput> Cases =>
    [
        // What is in the file
        new("corpus: not UTF-8", 400, ProblemCodes.InvalidCorpus, () => Corpus("?name=x", [.. "fine\n"u8, 0xc3, 0x28, .. "\n"u8]))
        {
            Problem = (ProblemCodes.NotUtf8, null, "The body", 2),
        },
        new("corpus: UTF-16", 400, ProblemCodes.InvalidCorpus, () => Corpus("?name=x", System.Text.Encoding.Unicode.GetPreamble().Concat("text"u8.ToArray()).ToArray()))
        {
            Problem = (ProblemCodes.NotUtf8, null, null, 1),
        },
        new("corpus: empty", 400, ProblemCodes.InvalidCorpus, () => Corpus("?name=x", "")) { Problem = (ProblemCodes.EmptyFile, null, null, null) },
        new("corpus: only white space", 400, ProblemCodes.InvalidCorpus, () => Corpus("?name=x", " \n\n\t\n")) { Problem = (ProblemCodes.NoDocuments, null, null, null) },
        new("corpus: a character that text does not have", 400, ProblemCodes.InvalidCorpus, () => Corpus("?name=x", "a\n\nb\0c"))
        {
            Problem = (ProblemCodes.ForbiddenCharacter, "text", null, 3),
        },
        new("corpus: a document too long", 400, ProblemCodes.InvalidCorpus, () => Corpus("?name=x", string.Concat(Enumerable.Repeat("word\n", 300))))
        {
            Problem = (ProblemCodes.TextTooLong, "text", null, 1),
        },
        new("corpus: too many documents", 400, ProblemCodes.InvalidCorpus, () => Corpus("?name=x", string.Concat(Enumerable.Repeat("a\n\n", 11))))
        {
            Problem = (ProblemCodes.TooManyRows, null, null, null),
        },
        new("corpus: a line that is not JSON", 400, ProblemCodes.InvalidCorpus, () => Corpus("?name=x", "{\"text\":\"a\"}\n{\"text\":", Jsonl))
        {
            Problem = (ProblemCodes.InvalidJson, null, null, 2),
        },
        new("corpus: a row without text", 400, ProblemCodes.InvalidCorpus, () => Corpus("?name=x&format=jsonl", "{\"txt\":\"a\"}\n"))
        {
            Problem = (ProblemCodes.MissingField, "text", null, 1),
        },
        new("corpus: a text of the wrong type", 400, ProblemCodes.InvalidCorpus, () => Corpus("?name=x&format=jsonl", "{\"text\":[\"a\"]}\n"))
        {
            Problem = (ProblemCodes.WrongType, "text", null, 1),
        },

        // The query
        new("corpus: no name", 400, ProblemCodes.MissingField, () => Corpus("", "text")) { Problem = (ProblemCodes.MissingField, "name", null, null) },
        new("corpus: a bad name", 400, ProblemCodes.InvalidName, () => Corpus("?name=My%20Corpus", "text")) { Problem = (ProblemCodes.InvalidName, "name", null, null) },
        new("corpus: a name that reads as an id", 400, ProblemCodes.InvalidName, () => Corpus("?name=0198c0de-0000-7000-8000-000000000000", "text")),
        new("corpus: name taken", 409, ProblemCodes.NameTaken, () => Corpus("?name=taken", "text")),
        new("corpus: unknown format", 400, ProblemCodes.UnknownValue, () => Corpus("?name=x&format=pdf", "text")) { Problem = (ProblemCodes.UnknownValue, "format", null, null) },
        new("corpus: a bad language", 400, ProblemCodes.UnknownValue, () => Corpus("?name=x&language=plain%20English", "text")),
        new("corpus: unknown parameter", 400, ProblemCodes.UnknownField, () => Corpus("?name=x&fromat=text", "text")) { Problem = (ProblemCodes.UnknownField, "fromat", null, null) },
        new("corpus: a parameter twice", 400, ProblemCodes.DuplicateField, () => Corpus("?name=x&name=y", "text")),
        new("corpus: several problems", 400, ProblemCodes.InvalidRequest, () => Corpus("?name=X&format=pdf&a=b", "text")) { Problem = (ProblemCodes.InvalidName, "name", null, null) },

        // How it is sent
        new("corpus: a media type that cannot be read", 415, ProblemCodes.UnsupportedMediaType, () => RawForm("/corpora?name=x", "text", ";;;")),
        new("corpus: body too large", 413, ProblemCodes.BodyTooLarge, () => Corpus("?name=x", new byte[60001])),
        new("corpus: body too large without saying so", 413, ProblemCodes.BodyTooLarge, () => Chunked(Corpus("?name=x", string.Concat(Enumerable.Repeat("a few words\n", 6000))))),
        new("corpus: truncated gzip", 400, ProblemCodes.InvalidGzip, () => Corpus("?name=x", Gzip("some text that is cut off")[..^3])),
        new("corpus: truncated gzip as content encoding", 400, ProblemCodes.InvalidGzip, () => Corpus("?name=x", Gzip("some text that is cut off")[..^9], encoding: "gzip")),
        new("corpus: a content encoding that is not there", 400, ProblemCodes.InvalidGzip, () => Corpus("?name=x", "text"u8.ToArray(), encoding: "gzip")),
        new("corpus: a .gz file that is not gzip", 400, ProblemCodes.InvalidGzip, () => Form("/corpora?name=x", File("file", "a.txt.gz", "plain text")))
        {
            Problem = (ProblemCodes.InvalidGzip, null, "a.txt.gz", null),
        },
        new("corpus: gzip bomb", 413, ProblemCodes.ExpandsTooFar, () => Corpus("?name=x", Bomb)),
        new("corpus: gzip bomb in a gzip bomb", 413, ProblemCodes.ExpandsTooFar, () => Corpus("?name=x", Gzip(Bomb), encoding: "gzip")),
        new("corpus: unknown content encoding", 415, ProblemCodes.UnsupportedMediaType, () => Corpus("?name=x", "text"u8.ToArray(), encoding: "br")),
        new("corpus: unknown media type", 415, ProblemCodes.UnsupportedMediaType, () => Corpus("?name=x", "text", "image/png")),
        new("corpus: another charset", 415, ProblemCodes.UnsupportedMediaType, () => Corpus("?name=x", "text", "text/plain; charset=iso-8859-1")),
        new("corpus: a form without boundary", 400, ProblemCodes.InvalidMultipart, () => RawForm("/corpora?name=x", "--xyz", "multipart/form-data")),
        new("corpus: a form that is none", 400, ProblemCodes.InvalidMultipart, () => RawForm("/corpora?name=x", "just text")),
        new("corpus: a form that breaks off", 400, ProblemCodes.InvalidMultipart, () => RawForm(
            "/corpora?name=x",
            """
            --xyz
            Content-Disposition: form-data; name="file"; filename="a.txt"

            some text
            """)),
        new("corpus: a part without a name", 400, ProblemCodes.InvalidMultipart, () => RawForm(
            "/corpora?name=x",
            """
            --xyz
            Content-Type: text/plain

            some text
            --xyz--
            """)),
        new("corpus: a part encoded for transfer", 415, ProblemCodes.UnsupportedMediaType, () => RawForm(
            "/corpora?name=x",
            """
            --xyz
            Content-Disposition: form-data; name="file"; filename="a.txt"
            Content-Transfer-Encoding: base64

            eCB5IHo=
            --xyz--

            """)),
        new("corpus: an empty form", 400, ProblemCodes.MissingPart, () => RawForm("/corpora?name=x", "--xyz--\n")),
        new("corpus: an unknown part", 400, ProblemCodes.UnknownPart, () => Form("/corpora?name=x", Field("name", "x"), File("file", "a.txt", "text")))
        {
            Problem = (ProblemCodes.UnknownPart, "name", null, null),
        },
        new("corpus: an unknown part behind the file", 400, ProblemCodes.UnknownPart, () => Form("/corpora?name=x", File("file", "a.txt", "text"), Field("language", "en"))),
        new("corpus: the file twice", 400, ProblemCodes.DuplicatePart, () => Form("/corpora?name=x", File("file", "a.txt", "text"), File("file", "b.txt", "text"))),

        // What is asked for
        new("corpus: unknown name", 404, ProblemCodes.UnknownCorpus, () => new(HttpMethod.Get, "/corpora/nobody")),
        new("corpus: unknown id", 404, ProblemCodes.UnknownCorpus, () => new(HttpMethod.Get, "/corpora/0198c0de-0000-7000-8000-000000000000")),
        new("corpus: documents of an unknown one", 404, ProblemCodes.UnknownCorpus, () => new(HttpMethod.Get, "/corpora/nobody/documents")),
        new("corpus: deleting an unknown one", 404, ProblemCodes.UnknownCorpus, () => new(HttpMethod.Delete, "/corpora/nobody")),
        new("corpora: limit 0", 400, ProblemCodes.OutOfRange, () => new(HttpMethod.Get, "/corpora?limit=0")) { Problem = (ProblemCodes.OutOfRange, "limit", null, null) },
        new("corpora: limit too large", 400, ProblemCodes.OutOfRange, () => new(HttpMethod.Get, "/corpora?limit=201")),
        new("corpora: limit that is no number", 400, ProblemCodes.WrongType, () => new(HttpMethod.Get, "/corpora?limit=ten")),
        new("corpora: a cursor of one's own", 400, ProblemCodes.InvalidCursor, () => new(HttpMethod.Get, "/corpora?cursor=abc")),
        new("corpus: a cursor between two lines of nothing", 400, ProblemCodes.InvalidCursor, () => new(HttpMethod.Get, "/corpora/taken/documents?cursor=AAAAAAAAAAEAAAAAAAAABA")),
        new("corpus: a cursor beyond the end", 400, ProblemCodes.InvalidCursor, () => new(HttpMethod.Get, "/corpora/taken/documents?cursor=f_______AAB______w".Replace("_", "A", StringComparison.Ordinal))),
        new("unknown route", 404, ProblemCodes.UnknownRoute, () => new(HttpMethod.Get, "/corpus")),
        new("wrong method", 405, ProblemCodes.MethodNotAllowed, () => new(HttpMethod.Put, "/corpora/taken")),
    ];

    private static HttpRequestMessage Chunked(HttpRequestMessage request)
    {
        request.Headers.TransferEncoding.Add(new TransferCodingHeaderValue("chunked"));
        return request;
    }
}
