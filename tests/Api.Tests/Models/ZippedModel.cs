using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;

namespace Hone.Api.Tests.Models;

/// <summary>A model's files as a zip archive that a test puts together.</summary>
internal sealed class ZippedModel
{
    private const int UnixMode = 16; // of an entry's attributes, the upper half

    private byte[]? archive;

    private ZippedModel(Dictionary<string, byte[]> files) => Files = files;

    /// <summary>The files by name.</summary>
    public Dictionary<string, byte[]> Files { get; }

    /// <summary>The modes of entries, as stat(2) has them.</summary>
    private Dictionary<string, int> Kinds { get; } = [];

    /// <summary>What a service gives for a version.</summary>
    public static async Task<ZippedModel> DownloadAsync(HoneService service, string model, int version = 1)
    {
        byte[] archive = await service.Client.GetByteArrayAsync(new Uri($"/models/{model}/versions/{version}/download", UriKind.Relative));
        await using ZipArchive zip = new(new MemoryStream(archive));
        Dictionary<string, byte[]> files = [];
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            using MemoryStream content = new();
            await using Stream stream = await entry.OpenAsync();
            await stream.CopyToAsync(content);
            files[entry.FullName] = content.ToArray();
        }

        return new ZippedModel(files);
    }

    /// <summary>Replaces a part of a text file that has to have it.</summary>
    public ZippedModel Replace(string file, string part, string other)
    {
        string text = Encoding.UTF8.GetString(Files[file]);
        Assert.Contains(part, text, StringComparison.Ordinal);
        Files[file] = Encoding.UTF8.GetBytes(text.Replace(part, other, StringComparison.Ordinal));
        return this;
    }

    /// <summary>Adds a file, or replaces it.</summary>
    public ZippedModel With(string file, byte[] content, int kind = 0)
    {
        Files[file] = content;
        Kinds[file] = kind;
        return this;
    }

    /// <summary>Leaves out a file that has to be there.</summary>
    public ZippedModel Without(string file)
    {
        Assert.True(Files.Remove(file));
        return this;
    }

    /// <summary>Makes any bytes the archive.</summary>
    public ZippedModel As(byte[] bytes)
    {
        archive = bytes;
        return this;
    }

    /// <summary>The archive.</summary>
    /// <param name="folder">A folder that everything lies in, a slash at the end.</param>
    public byte[] ToArray(string folder = "")
    {
        if (archive is not null)
        {
            return archive;
        }

        using MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in Files)
            {
                ZipArchiveEntry entry = zip.CreateEntry(folder + name, name.EndsWith(".safetensors", StringComparison.Ordinal) ? CompressionLevel.NoCompression : CompressionLevel.Optimal);
                entry.ExternalAttributes = Kinds.GetValueOrDefault(name) << UnixMode;
                using Stream target = entry.Open();
                target.Write(content);
            }
        }

        return stream.ToArray();
    }

    /// <summary>The archive as a body.</summary>
    public ByteArrayContent ToContent(string folder = "")
    {
        ByteArrayContent content = new(ToArray(folder));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/zip");
        return content;
    }

}
