using Hone.Api.Persistence;
using Hone.Domain.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Hone.Api.Jobs;

/// <summary>Tells what jobs still need, so that it is not deleted under them.</summary>
internal static class JobUsage
{
    /// <summary>The jobs that have yet to finish and learn from a corpus, a data set or a model version.</summary>
    public static async Task<IReadOnlyList<Guid>> UnfinishedJobsUsingAsync(this HoneDbContext db, Guid input, CancellationToken cancellationToken)
    {
        string id = input.ToString(); // as it stands in the JSON of the inputs
        return await db.Jobs
            .Where(job => job.Status == JobStatus.Queued || job.Status == JobStatus.Running)
            .Where(job => job.Inputs.Contains(id))
            .Select(job => job.Id)
            .ToListAsync(cancellationToken);
    }
}
