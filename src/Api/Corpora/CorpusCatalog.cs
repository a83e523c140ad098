using Hone.Api.Persistence;
using Hone.Api.Requests;
using Hone.Domain.Corpora;
using Hone.Domain.Problems;
using Microsoft.EntityFrameworkCore;

namespace Hone.Api.Corpora;

/// <summary>The corpora there are.</summary>
internal sealed class CorpusCatalog(IDbContextFactory<HoneDbContext> contexts, BlobStore blobs)
{
    /// <summary>The corpus of a name or id.</summary>
    /// <exception cref="RefusalException">There is none.</exception>
    public async Task<Corpus> GetAsync(string idOrName, CancellationToken cancellationToken)
    {
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await FindAsync(db, idOrName, cancellationToken);
    }

    /// <summary>One page of all corpora, newest first.</summary>
    public async Task<Page<CorpusResponse>> ListAsync(PageRequest page, CancellationToken cancellationToken)
    {
        Guid? after = page.AfterId();
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<Corpus> corpora = await db.Corpora.AsNoTracking()
            .Where(corpus => after == null || corpus.Id < after)
            .OrderByDescending(corpus => corpus.Id)
            .Take(page.Limit + 1)
            .ToListAsync(cancellationToken);
        return page.ToPage(corpora, CorpusResponse.Of, corpus => Cursor.Of(corpus.Id));
    }

    /// <summary>One page of the documents of a corpus, in their order.</summary>
    /// <exception cref="RefusalException">There is no such corpus, or the cursor is not of it.</exception>
    public async Task<Page<DocumentResponse>> ReadDocumentsAsync(string idOrName, PageRequest page, CancellationToken cancellationToken)
    {
        Corpus corpus = await GetAsync(idOrName, cancellationToken);
        await using FileStream blob = blobs.OpenRead(corpus.Sha256);
        return await JsonLines.ReadPageAsync<DocumentLine, DocumentResponse>(
            blob,
            page,
            (number, line) => new DocumentResponse(number, line.Text),
            cancellationToken);
    }

    /// <summary>Deletes a corpus, and its text unless another corpus has the same.</summary>
    /// <exception cref="RefusalException">There is none, or a job that is not over names it.</exception>
    public async Task DeleteAsync(string idOrName, CancellationToken cancellationToken)
    {
        Guid id = (await GetAsync(idOrName, cancellationToken)).Id;
        await blobs.ReleaseAsync(
            id,
            async db =>
            {
                Corpus corpus = await FindAsync(db, id.ToString(), cancellationToken);
                await db.RefuseIfInUseAsync(id, $"The corpus '{corpus.Name}'", cancellationToken);
                db.Remove(corpus);
            },
            cancellationToken);
    }

    private static async Task<Corpus> FindAsync(HoneDbContext db, string idOrName, CancellationToken cancellationToken)
    {
        Guid? id = Guid.TryParse(idOrName, out Guid parsed) ? parsed : null;
        return await db.Corpora.AsNoTracking().SingleOrDefaultAsync(corpus => id == null ? corpus.Name == idOrName : corpus.Id == id, cancellationToken)
            ?? throw RefusalException.NotFound(ProblemCodes.UnknownCorpus, "There is no corpus of this name or id.");
    }
}
