using System.Security.Cryptography;
using System.Text;
using Hone.Api.Persistence;
using Hone.Domain.Corpora;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hone.Api.Tests.Persistence;

public sealed class BlobStoreTests : IAsyncLifetime
{
    private HoneService service = null!;
    private BlobStore blobs = null!;

    public async ValueTask InitializeAsync()
    {
        service = await HoneService.StartAsync();
        blobs = service.Services.GetRequiredService<BlobStore>();
    }

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task KeepAsync_NamesContentByItsHash()
    {
        byte[] content = RandomNumberGenerator.GetBytes(300_000);
        await using TemporaryBlob blob = await WriteAsync(content);
        await blobs.KeepAsync(Guid.NewGuid(), [blob], _ => { }, CancellationToken.None);

        string path = blobs.PathOf(Convert.ToHexStringLower(SHA256.HashData(content)));
        Assert.Equal(content, await File.ReadAllBytesAsync(path));
        Assert.Empty(Directory.EnumerateFiles(service.Services.GetRequiredService<DataDirectory>().Temporary));
    }

    [Fact]
    public async Task Blobs_LiveAsLongAsAnOwner()
    {
        (Guid first, Guid second) = (Guid.NewGuid(), Guid.NewGuid());
        string path = await KeepAsync("the same", first);
        Assert.Equal(path, await KeepAsync("the same", second));
        Assert.Single(Directory.EnumerateFiles(Path.Combine(service.DataPath, "blobs"), "*", SearchOption.AllDirectories));

        await blobs.ReleaseAsync(first, _ => Task.CompletedTask, CancellationToken.None);
        Assert.True(File.Exists(path));
        await blobs.ReleaseAsync(second, _ => Task.CompletedTask, CancellationToken.None);
        Assert.False(File.Exists(path));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(service.DataPath, "blobs")));
    }

    [Fact]
    public async Task KeepAsync_MendsABlobThatWasDamaged()
    {
        string path = await KeepAsync("the same", Guid.NewGuid());
        await File.WriteAllTextAsync(path, "the");

        await KeepAsync("the same", Guid.NewGuid());

        Assert.Equal("the same", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task KeepAsync_StoresNothing_WhenTheRowIsRefused()
    {
        string kept = await KeepAsync("kept", Guid.NewGuid());
        IReadOnlyList<string> before = await service.InventoryAsync();
        Corpus corpus = NewCorpus();
        await using (TemporaryBlob known = await WriteAsync("kept"u8.ToArray()))
        await using (TemporaryBlob fresh = await WriteAsync("fresh"u8.ToArray()))
        {
            await Assert.ThrowsAsync<DbUpdateException>(() => blobs.KeepAsync(
                corpus.Id,
                [known, fresh],
                db => db.AddRange(corpus, NewCorpus()), // two of the same name
                CancellationToken.None));
        }

        Assert.Equal(before, await service.InventoryAsync());
        Assert.True(File.Exists(kept));
    }

    [Fact]
    public async Task ReleaseAsync_KeepsEverything_WhenTheRowMayNotGo()
    {
        Guid owner = Guid.NewGuid();
        string path = await KeepAsync("needed", owner);
        await Assert.ThrowsAsync<InvalidOperationException>(() => blobs.ReleaseAsync(owner, _ => throw new InvalidOperationException(), CancellationToken.None));
        Assert.True(File.Exists(path));
        await blobs.ReleaseAsync(owner, _ => Task.CompletedTask, CancellationToken.None);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task CleanAsync_DeletesOldBlobsWithoutARow_AndNothingElse()
    {
        string kept = await KeepAsync("kept", Guid.NewGuid());
        File.SetLastWriteTimeUtc(kept, DateTime.UtcNow.AddDays(-2));
        string orphan = blobs.PathOf(new string('a', 64));
        Directory.CreateDirectory(Path.GetDirectoryName(orphan)!);
        await File.WriteAllTextAsync(orphan, "orphan");
        File.SetLastWriteTimeUtc(orphan, DateTime.UtcNow.AddDays(-2));
        string newborn = blobs.PathOf(new string('b', 64));
        Directory.CreateDirectory(Path.GetDirectoryName(newborn)!);
        await File.WriteAllTextAsync(newborn, "about to get its row");

        await blobs.CleanAsync(CancellationToken.None);

        Assert.Equal((true, false, true), (File.Exists(kept), File.Exists(orphan), File.Exists(newborn)));
    }

    private static Corpus NewCorpus() => new()
    {
        Id = Guid.NewGuid(),
        Name = "twice",
        Format = CorpusFormat.Text,
        CreatedAt = DateTime.UtcNow,
        Documents = 1,
        Characters = 1,
        Bytes = 1,
        Sha256 = "",
        SourceSha256 = "",
    };

    private async Task<string> KeepAsync(string content, Guid owner)
    {
        await using TemporaryBlob blob = await WriteAsync(Encoding.UTF8.GetBytes(content));
        await blobs.KeepAsync(owner, [blob], _ => { }, CancellationToken.None);
        return blobs.PathOf(blob.Sha256);
    }

    private async Task<TemporaryBlob> WriteAsync(byte[] content)
    {
        TemporaryBlob blob = blobs.CreateTemporary();
        await blob.Content.WriteAsync(content);
        await blob.CompleteAsync(CancellationToken.None);
        return blob;
    }
}
