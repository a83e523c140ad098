using Hone.Api.Configuration;
using Hone.Api.Models;
using Hone.Api.Persistence;
using Hone.Api.Tokenization;
using Hone.Domain.Datasets;
using Hone.Domain.Models;
using Hone.Domain.Problems;
using Hone.Training.Tokenization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hone.Api.Datasets;

/// <summary>Reports on data sets: what was found when they were uploaded, and what depends on a model.</summary>
internal sealed class DatasetReports(
    DatasetCatalog datasets,
    TokenizerCache tokenizers,
    BlobStore blobs,
    IDbContextFactory<HoneDbContext> contexts,
    IOptions<HoneOptions> options)
{
    /// <summary>The report on a data set.</summary>
    /// <exception cref="RefusalException">There is no such data set or model, or the content of the data set is gone.</exception>
    public async Task<DatasetReport> GetAsync(string idOrName, ReportRequest request, CancellationToken cancellationToken)
    {
        Dataset dataset = await datasets.GetAsync(idOrName, cancellationToken);
        if (request.Model is not { } reference)
        {
            return dataset.Report;
        }

        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        ResolvedVersion resolved = await db.ResolveForUseAsync(ModelReference.Parse(reference), cancellationToken);
        DatasetTokens tokens = new(tokenizers.Get(resolved.Version), dataset.Task, options.Value.Limits.Dataset.TokenizedRows);
        return dataset.Report with
        {
            Tokens = tokens.Report(
                resolved.Model.Name, resolved.Version.Number, dataset.Splits, split => blobs.OpenRead(split.Sha256), cancellationToken),
        };
    }
}
