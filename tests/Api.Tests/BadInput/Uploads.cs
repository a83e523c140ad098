using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;

namespace Hone.Api.Tests.BadInput;

/// <summary>Uploads as clients make them.</summary>
internal static class Uploads
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static HttpRequestMessage Corpus(string query, string body, string mediaType = "text/plain") => Corpus(query, Utf8.GetBytes(body), mediaType);

    public static HttpRequestMessage Corpus(string query, byte[] body, string? mediaType = "text/plain", string? encoding = null)
    {
        ByteArrayContent content = new(body);
        content.Headers.ContentType = mediaType is null ? null : MediaTypeHeaderValue.Parse(mediaType);
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        return new HttpRequestMessage(HttpMethod.Post, $"/corpora{query}") { Content = content };
    }

    /// <summary>A data set for text classification.</summary>
    public static HttpRequestMessage Dataset(string name, params Part[] parts) =>
        Form("/datasets", [Field("name", name), Field("task", "text-classification"), .. parts]);

    public static HttpRequestMessage Form(string path, params Part[] parts)
    {
        MultipartFormDataContent form = [];
        foreach (Part part in parts)
        {
            ByteArrayContent content = new(part.Content);
            content.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = $"\"{part.Name}\"", FileName = part.FileName is null ? null : $"\"{part.FileName}\"" };
            form.Add(content);
        }

        return new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
    }

    /// <summary>A form with one part, which says that it is encoded with gzip.</summary>
    public static HttpRequestMessage EncodedForm(string path, string name, string fileName, byte[] gzip)
    {
        HttpRequestMessage request = Form(path, new Part(name, fileName, gzip));
        ((MultipartFormDataContent)request.Content!).Single().Headers.ContentEncoding.Add("gzip");
        return request;
    }

    /// <summary>A form written by hand, which may be broken.</summary>
    public static HttpRequestMessage RawForm(string path, string body, string mediaType = "multipart/form-data; boundary=xyz")
    {
        StringContent content = new(body.ReplaceLineEndings("\r\n"));
        content.Headers.ContentType = null;
        content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        return new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
    }

    public static Part Field(string name, string value) => new(name, null, Utf8.GetBytes(value));

    /// <summary>A file in the part that its name begins with.</summary>
    public static Part File(string fileName, string content) => File(fileName.Split('.')[0], fileName, content);

    public static Part File(string name, string fileName, string content) => new(name, fileName, Utf8.GetBytes(content));

    public static byte[] Gzip(string text) => Gzip(Utf8.GetBytes(text));

    public static byte[] Gzip(byte[] content)
    {
        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return compressed.ToArray();
    }

    internal sealed record Part(string Name, string? FileName, byte[] Content);
}
