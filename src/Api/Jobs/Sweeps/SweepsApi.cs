using Hone.Api.Documentation;
using Hone.Api.Idempotency;
using Hone.Api.Requests;
using Hone.Domain.Jobs;
using Hone.Domain.Jobs.Sweeps;
using Hone.Domain.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hone.Api.Jobs.Sweeps;

/// <summary>Asking for a sweep, and for what it found.</summary>
internal static class SweepsApi
{
    private static readonly object Example = new
    {
        model = "api-area",
        dataset = "api-area",
        bases = new[] { "dotnet-docs" },
        strategies = new object[] { new { kind = "full" }, new { kind = "lora", rank = 8 } },
        training = new { epochs = 9, learningRate = new { min = 0.0003, max = 0.003, scale = "log" }, dropout = new[] { 0.0, 0.1 } },
        budget = new { jobs = 12, minutes = 30 },
    };

    public static void MapSweepsApi(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder jobs = routes.MapGroup("/jobs").WithTags("Jobs");
        jobs.MapPost("/sweep", SweepAsync)
            .WithExample(Example)
            .Refuses(
                400,
                ProblemCodes.UnknownDataset,
                ProblemCodes.UnknownModel,
                ProblemCodes.UnknownVersion,
                ProblemCodes.UnknownAlias,
                ProblemCodes.InvalidModelReference,
                ProblemCodes.WrongBase,
                ProblemCodes.EmptySplit)
            .Refuses(409, ProblemCodes.ModelNotReady);
        jobs.MapGet("/{id}/report", ReportAsync).Refuses(404, ProblemCodes.UnknownJob, ProblemCodes.NoReport);
    }

    /// <summary>Starts looking for the best base, strategy and options for the task of a data set.</summary>
    /// <remarks>
    /// Every base is tried with every strategy, and with values of the training options that are given as lists or ranges; where the budget does not allow all
    /// combinations, as many as it allows are drawn. The candidates are trained by successive halving: all of them for few epochs, then the better part for more, until
    /// few are left, who get all their epochs. Each training is a job with the sweep as its <c>parent</c>; the validation split alone decides. The best becomes
    /// a version of the model, and the others' weights are deleted. <c>GET /jobs/{id}/report</c> has the table of all candidates.
    /// </remarks>
    private static Task<Results<Accepted<JobResponse>, ReplayedAnswer>> SweepAsync(
        JsonBody<SweepSpecification> body,
        IdempotencyKey key,
        IdempotentRequests requests,
        JobSubmission submission,
        CancellationToken cancellationToken) =>
        JobsApi.OnceAsync(key, body.Sha256, requests, alongside => submission.SubmitAsync(body.Value, alongside, cancellationToken), cancellationToken);

    /// <summary>Shows what a sweep has tried and found, the best candidate first.</summary>
    /// <remarks>It can be asked for while the sweep runs. After a retry it is about the latest attempt.</remarks>
    /// <param name="id">The sweep's job.</param>
    private static async Task<Ok<SweepReport>> ReportAsync(string id, JobStore jobs, SweepStore sweeps, CancellationToken cancellationToken)
    {
        Job job = await jobs.GetAsync(id, cancellationToken);
        if (job.Kind != JobKind.Sweep)
        {
            string where = job is { Kind: JobKind.Evaluate, Result: { } result }
                ? $"What it found is at /models/{result.Model}/versions/{result.Version}/evaluations/{result.Evaluation}."
                : "Only sweeps have a report.";
            throw RefusalException.NotFound(ProblemCodes.NoReport, $"Job {job.Id} is not a sweep. {where}");
        }

        return TypedResults.Ok(SweepReport.Of(await sweeps.ReadAsync(job, cancellationToken), jobs.Now));
    }
}
