using Hone.Api.Persistence;
using Hone.Api.Requests;
using Hone.Domain.Datasets;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Text;
using Microsoft.EntityFrameworkCore;

namespace Hone.Api.Datasets;

/// <summary>The data sets there are.</summary>
internal sealed class DatasetCatalog(IDbContextFactory<HoneDbContext> contexts, BlobStore blobs)
{
    /// <summary>The data set of a name or id.</summary>
    /// <exception cref="RefusalException">There is none.</exception>
    public async Task<Dataset> GetAsync(string idOrName, CancellationToken cancellationToken)
    {
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await FindAsync(db, idOrName, cancellationToken);
    }

    /// <summary>One page of all data sets, newest first.</summary>
    public async Task<Page<DatasetResponse>> ListAsync(PageRequest page, CancellationToken cancellationToken)
    {
        Guid? after = page.AfterId();
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<Dataset> datasets = await db.Datasets.AsNoTracking()
            .Where(dataset => after == null || dataset.Id < after)
            .OrderByDescending(dataset => dataset.Id)
            .Take(page.Limit + 1)
            .ToListAsync(cancellationToken);
        return page.ToPage(datasets, DatasetResponse.Of, dataset => Cursor.Of(dataset.Id));
    }

    /// <summary>One page of the examples of a split, in their order.</summary>
    /// <exception cref="RefusalException">There is no such data set or split, or the cursor is not of it.</exception>
    public async Task<Page<ExampleResponse>> ReadExamplesAsync(string idOrName, ExamplesRequest request, CancellationToken cancellationToken)
    {
        Dataset dataset = await GetAsync(idOrName, cancellationToken);
        DatasetSplit split = dataset.Splits.FirstOrDefault(split => split.Name == request.Split)
            ?? throw RefusalException.NotFound(ProblemCodes.EmptySplit, "The data set has no rows in this split.");
        await using FileStream blob = blobs.OpenRead(split.Sha256);
        return dataset.Task switch
        {
            TaskKind.TokenClassification => await ReadPageAsync<TokenClassificationExample>(ExampleResponse.Of),
            TaskKind.SemanticRoleLabeling => await ReadPageAsync<SemanticRoleExample>(ExampleResponse.Of),
            TaskKind.TextGeneration => await ReadPageAsync<GenerationExample>(ExampleResponse.Of),
            TaskKind.SentenceSimilarity => await ReadPageAsync<SimilarityExample>(ExampleResponse.Of),
            _ => await ReadPageAsync<ClassificationExample>(ExampleResponse.Of),
        };

        Task<Page<ExampleResponse>> ReadPageAsync<T>(Func<long, T, ExampleResponse> present) =>
            JsonLines.ReadPageAsync(blob, request, present, cancellationToken);
    }

    /// <summary>Deletes a data set, and its files unless another data set has the same.</summary>
    /// <exception cref="RefusalException">There is none, or a job that is not over names it.</exception>
    public async Task DeleteAsync(string idOrName, CancellationToken cancellationToken)
    {
        Guid id = (await GetAsync(idOrName, cancellationToken)).Id;
        await blobs.ReleaseAsync(
            id,
            async db =>
            {
                Dataset dataset = await FindAsync(db, id.ToString(), cancellationToken);
                await db.RefuseIfInUseAsync(id, $"The data set '{dataset.Name}'", cancellationToken);
                db.Remove(dataset);
            },
            cancellationToken);
    }

    private static async Task<Dataset> FindAsync(HoneDbContext db, string idOrName, CancellationToken cancellationToken)
    {
        Guid? id = Guid.TryParse(idOrName, out Guid parsed) ? parsed : null;
        return await db.Datasets.AsNoTracking().SingleOrDefaultAsync(dataset => id == null ? dataset.Name == idOrName : dataset.Id == id, cancellationToken)
            ?? throw RefusalException.NotFound(ProblemCodes.UnknownDataset, "There is no data set of this name or id.");
    }
}
