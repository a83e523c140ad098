using Hone.Api.Persistence;

namespace Hone.Api.Tests.Persistence;

public sealed class TemporaryBlobTests
{
    private const string FullDevice = "/dev/full";

    [Fact]
    public async Task DisposeAsync_DeletesTheFile_WhenTheDiskIsFull()
    {
        Assert.SkipUnless(File.Exists(FullDevice), $"This system has no {FullDevice}.");
        string path = Path.GetTempFileName();
        await using (TemporaryBlob blob = new(path, new FileStream(FullDevice, FileMode.Open, FileAccess.Write)))
        {
            await blob.Content.WriteAsync("what finds no room"u8.ToArray());
            await Assert.ThrowsAsync<IOException>(() => blob.CompleteAsync(CancellationToken.None));
        }

        Assert.False(File.Exists(path));
    }
}
