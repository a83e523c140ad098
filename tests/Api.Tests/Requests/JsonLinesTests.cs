using Hone.Api.Corpora;
using Hone.Api.Requests;

namespace Hone.Api.Tests.Requests;

public sealed class JsonLinesTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public async Task ReadPageAsync_ReadsALineLongerThanEveryBuffer()
    {
        string text = string.Concat(Enumerable.Repeat("a long document, ", 100_000));
        await File.WriteAllTextAsync(path, $$"""{"text":"{{text}}"}""" + "\n" + """{"text":"short"}""" + "\n");

        Page<string> page = await ReadAsync(TestContext.Current.CancellationToken);

        Assert.Equal([text, "short"], page.Items);
        Assert.Null(page.NextCursor);
    }

    [Fact(Timeout = 30_000)]
    public async Task ReadPageAsync_SaysThatTheFileIsDamaged_WhenItEndsWithinALine()
    {
        await File.WriteAllTextAsync(path, """{"text":"whole"}""" + "\n" + """{"text":"ha""");

        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(TestContext.Current.CancellationToken));
    }

    private async Task<Page<string>> ReadAsync(CancellationToken cancellationToken)
    {
        await using FileStream file = File.OpenRead(path);
        return await JsonLines.ReadPageAsync<DocumentLine, string>(file, new PageRequest(), (_, line) => line.Text, cancellationToken);
    }
}
