using Microsoft.EntityFrameworkCore;

namespace Hone.Api.Persistence;

/// <summary>
/// Files named by the SHA-256 of their content, so that equal content is stored once. A blob lives as long as a row refers to it:
/// <see cref="KeepAsync(Guid, IReadOnlyCollection{TemporaryBlob}, Action{HoneDbContext}, CancellationToken)"/> writes blobs and row together, <see cref="ReleaseAsync"/> deletes them together.
/// </summary>
public sealed partial class BlobStore(DataDirectory directory, IDbContextFactory<HoneDbContext> contexts, ILogger<BlobStore> logger) : IDisposable
{
    /// <summary>Only blobs older than this can be left over from a process that died: a younger one may be about to get its row.</summary>
    private static readonly TimeSpan OrphanAge = TimeSpan.FromHours(1);

    /// <summary>Between "nobody refers to this blob" and its deletion, nobody may begin to.</summary>
    private readonly SemaphoreSlim gate = new(1, 1);

    /// <summary>Where a blob lies.</summary>
    public string PathOf(string sha256) => Path.Combine(directory.Blobs, sha256[..2], sha256);

    /// <summary>Opens a blob for reading from its start to its end.</summary>
    /// <exception cref="MissingBlobException">It is not there.</exception>
    public FileStream OpenRead(string sha256)
    {
        try
        {
            return new FileStream(PathOf(sha256), new FileStreamOptions
            {
                Access = FileAccess.Read,
                Share = FileShare.Read | FileShare.Delete,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            });
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MissingBlobException(sha256, fault);
        }
    }

    /// <summary>A place to write content to that may become a blob.</summary>
    public TemporaryBlob CreateTemporary() => new(Path.Combine(directory.Temporary, Guid.CreateVersion7().ToString("n")));

    /// <summary>Stores content together with the row that owns it, or neither of them.</summary>
    /// <param name="owner">Id of the row.</param>
    /// <param name="content">Completed content; what was stored before is not stored again.</param>
    /// <param name="insert">Adds the row to the context. It is saved afterwards.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task KeepAsync(Guid owner, IReadOnlyCollection<TemporaryBlob> content, Action<HoneDbContext> insert, CancellationToken cancellationToken) =>
        KeepAsync(
            owner,
            content,
            db =>
            {
                insert(db);
                return Task.CompletedTask;
            },
            cancellationToken);

    /// <summary>The same where the row can only be added after a look at others, within the transaction that saves it.</summary>
    public async Task KeepAsync(Guid owner, IReadOnlyCollection<TemporaryBlob> content, Func<HoneDbContext, Task> insert, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        List<string> added = [];
        try
        {
            foreach (TemporaryBlob blob in content)
            {
                string path = PathOf(blob.Sha256);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                FileInfo stored = new(path);
                if (!stored.Exists)
                {
                    File.Move(blob.Path, path);
                    added.Add(path);
                }
                else if (stored.Length != blob.Bytes)
                {
                    File.Move(blob.Path, path, overwrite: true); // what is there was damaged
                }
            }

            await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await insert(db);
            db.BlobReferences.AddRange(content.Select(blob => blob.Sha256).Distinct().Select(sha256 => new BlobReference(owner, sha256)));

            // A client that leaves now must not leave it open whether the row was written.
            await db.SaveChangesAsync(CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch
        {
            added.ForEach(Delete);
            throw;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Deletes a row, and with it every blob that no other row refers to.</summary>
    /// <param name="owner">Id of the row.</param>
    /// <param name="delete">Checks that the row may go and removes it from the context, within the transaction that deletes it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task ReleaseAsync(Guid owner, Func<HoneDbContext, Task> delete, CancellationToken cancellationToken) =>
        TryReleaseAsync(
            owner,
            async db =>
            {
                await delete(db);
                return true;
            },
            cancellationToken);

    /// <summary>Lets go of what a row refers to, and deletes every blob that no other row refers to.</summary>
    /// <param name="owner">Id of the row.</param>
    /// <param name="mayGo">Whether it may, within the transaction that does it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What <paramref name="mayGo"/> said.</returns>
    public async Task<bool> TryReleaseAsync(Guid owner, Func<HoneDbContext, Task<bool>> mayGo, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            if (!await mayGo(db))
            {
                return false;
            }

            List<BlobReference> references = await db.BlobReferences.Where(reference => reference.OwnerId == owner).ToListAsync(cancellationToken);
            db.BlobReferences.RemoveRange(references);
            await db.SaveChangesAsync(cancellationToken);

            List<string> released = [];
            foreach (string sha256 in references.Select(reference => reference.Sha256))
            {
                if (!await db.BlobReferences.AnyAsync(reference => reference.Sha256 == sha256, cancellationToken))
                {
                    released.Add(PathOf(sha256));
                }
            }

            // From here on the row is gone; a client that leaves must not leave its files behind.
            await transaction.CommitAsync(CancellationToken.None);
            released.ForEach(Delete);
            return true;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => gate.Dispose();

    /// <summary>Puts the blobs aside that have no row, as processes that died leave them behind.</summary>
    public async Task CleanAsync(CancellationToken cancellationToken)
    {
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        HashSet<string> referenced = [.. await db.BlobReferences.Select(reference => reference.Sha256).Distinct().ToListAsync(cancellationToken)];
        DateTime limit = DateTime.UtcNow - OrphanAge;
        foreach (FileInfo blob in new DirectoryInfo(directory.Blobs).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            if (!referenced.Contains(blob.Name) && blob.LastWriteTimeUtc < limit)
            {
                LogFound(logger, blob.Name, directory.LostAndFound);
                directory.PutAside(blob);
            }
        }
    }

    /// <summary>Deletes a blob, and its folder with the last one. Whoever adds a blob has the gate, and makes the folder that it needs.</summary>
    private static void Delete(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
        {
            return; // somebody was there before
        }

        File.Delete(path);
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Nothing refers to the blob {Blob}; it is put into {Folder}")]
    private static partial void LogFound(ILogger logger, string blob, string folder);
}
