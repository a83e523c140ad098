using Hone.Domain.Jobs;
using Hone.Domain.Problems;
using Microsoft.EntityFrameworkCore;

namespace Hone.Api.Persistence;

internal static class InputUse
{
    /// <summary>Refuses what a job that is not over was asked to learn from.</summary>
    /// <param name="db">A context in a transaction, so that no job can begin to name it meanwhile.</param>
    /// <param name="input">Id of the corpus or data set.</param>
    /// <param name="name">What to call it, to begin a sentence.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RefusalException">Such a job names it.</exception>
    public static async Task RefuseIfInUseAsync(this HoneDbContext db, Guid input, string name, CancellationToken cancellationToken)
    {
        string id = input.ToString();
        Guid? job = await db.Jobs
            .Where(job => (job.Status == JobStatus.Queued || job.Status == JobStatus.Running) && job.Inputs.Contains(id))
            .Select(job => (Guid?)job.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (job is not null)
        {
            throw RefusalException.Conflict(ProblemCodes.InUse, $"{name} is needed by the job {job}, which is not over.");
        }
    }
}
