using System.Text.Json;
using Hone.Api.Configuration;
using Hone.Api.Jobs.Sweeps;
using Hone.Api.Persistence;
using Hone.Api.Workers;
using Hone.Domain;
using Hone.Domain.Jobs;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Jobs.Sweeps;
using Hone.Domain.Problems;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hone.Api.Jobs;

/// <summary>Takes jobs in: pins down what they name, stores them, and sends them to the workers.</summary>
internal sealed class JobSubmission(
    IDbContextFactory<HoneDbContext> contexts,
    JobStore jobs,
    TrainingQueue queue,
    SweepSignals sweeps,
    DataDirectory data,
    BlobStore blobs,
    IOptions<HoneOptions> options)
{
    /// <summary>Takes in a pretraining job.</summary>
    /// <param name="specification">What is asked for.</param>
    /// <param name="alongside">Adds to the context what is to be saved with the job.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RefusalException">Something it names does not exist or does not fit.</exception>
    public Task<Job> SubmitAsync(PretrainSpecification specification, Action<HoneDbContext, Job> alongside, CancellationToken cancellationToken)
    {
        (ArchitectureOptions architecture, TokenizerOptions tokenizer) = WriteOut(specification.Architecture ?? new(), specification.Tokenizer);
        PretrainSpecification complete = specification.Base is not null ? specification : specification with { Architecture = architecture, Tokenizer = tokenizer };
        return SubmitAsync(complete, inputs => inputs.ReadAsync(complete, cancellationToken), alongside, complete: null, cancellationToken);
    }

    /// <summary>Takes in a fine-tuning job.</summary>
    /// <param name="specification">What is asked for.</param>
    /// <param name="alongside">Adds to the context what is to be saved with the job.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RefusalException">Something it names does not exist or does not fit.</exception>
    public Task<Job> SubmitAsync(FinetuneSpecification specification, Action<HoneDbContext, Job> alongside, CancellationToken cancellationToken)
    {
        (ArchitectureOptions architecture, TokenizerOptions tokenizer) = WriteOut(specification.Architecture ?? new(), specification.Tokenizer);
        FinetuneSpecification complete = specification.Base is not null ? specification : specification with { Architecture = architecture, Tokenizer = tokenizer };
        return SubmitAsync(complete, inputs => inputs.ReadAsync(complete, cancellationToken), alongside, complete: null, cancellationToken);
    }

    /// <summary>Takes in a sweep.</summary>
    /// <param name="specification">What is asked for.</param>
    /// <param name="alongside">Adds to the context what is to be saved with the job.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RefusalException">Something it names does not exist or does not fit.</exception>
    public Task<Job> SubmitAsync(SweepSpecification specification, Action<HoneDbContext, Job> alongside, CancellationToken cancellationToken)
    {
        (ArchitectureOptions architecture, TokenizerOptions tokenizer) = WriteOut(specification.Architecture ?? new(), specification.Tokenizer);
        SweepSpecification complete = specification.Architecture is null ? specification : specification with { Architecture = architecture, Tokenizer = tokenizer };
        return SubmitAsync(complete, inputs => inputs.ReadAsync(complete, options.Value.Limits.Sweep, cancellationToken), alongside, complete: null, cancellationToken);
    }

    /// <summary>Takes in an evaluation.</summary>
    /// <param name="specification">What is asked for.</param>
    /// <param name="alongside">Adds to the context what is to be saved with the job.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RefusalException">Something it names does not exist or does not fit.</exception>
    public Task<Job> SubmitAsync(EvaluateSpecification specification, Action<HoneDbContext, Job> alongside, CancellationToken cancellationToken) => SubmitAsync(
        specification,
        inputs => inputs.ReadAsync(specification, cancellationToken),
        alongside,
        inputs => specification with { Split = specification.SplitOf(inputs.Dataset!.Splits.Select(split => split.Name)) },
        cancellationToken);

    /// <summary>Takes in a prediction job with its rows: both or neither.</summary>
    /// <param name="specification">What is asked for, complete.</param>
    /// <param name="inputs">What it names.</param>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="content">The rows in canonical form.</param>
    /// <param name="alongside">Adds to the context what is to be saved with the job.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RefusalException">The model was deleted meanwhile.</exception>
    public async Task<Job> SubmitAsync(
        PredictSpecification specification,
        JobInputs inputs,
        long rows,
        TemporaryBlob content,
        Action<HoneDbContext, Job> alongside,
        CancellationToken cancellationToken)
    {
        Guid id = Guid.CreateVersion7();
        Job job = Make(id, specification, inputs with { Rows = new JobRows(id, rows, content.Sha256) });
        await blobs.KeepAsync(
            id,
            [content],
            async db =>
            {
                await inputs.RequireAsync(db, cancellationToken); // which has no rows yet: they come with the job
                jobs.Add(db, job);
                alongside(db, job);
            },
            cancellationToken);
        queue.Enqueue(id);
        return job;
    }

    /// <summary>Takes a failed or cancelled job in again.</summary>
    /// <exception cref="RefusalException">There is no such job, it belongs to a sweep, it cannot be run again, or something it needs was deleted since.</exception>
    public async Task<Job> RetryAsync(Guid id, CancellationToken cancellationToken)
    {
        Job job = await jobs.ChangeAsync(
            id,
            async (db, job) =>
            {
                if (job.ParentId is { } parent)
                {
                    throw RefusalException.Conflict(ProblemCodes.PartOfSweep, $"Job {id} belongs to the sweep {parent}, which can be run again as a whole.");
                }

                job.Retry();
                await JobInputs.Of(job).RequireAsync(db, cancellationToken);
            },
            [],
            cancellationToken);
        Send(job);
        return job;
    }

    /// <summary>A network from fresh weights with every size, and its tokenizer with every option, as they are without being given.</summary>
    private static (ArchitectureOptions Architecture, TokenizerOptions Tokenizer) WriteOut(ArchitectureOptions architecture, TokenizerOptions? tokenizer) =>
        (architecture.Resolve(), (tokenizer ?? new()).ResolveFor(architecture.Family));

    private async Task<Job> SubmitAsync<T>(
        T specification,
        Func<JobInputsReader, Task<JobInputs>> read,
        Action<HoneDbContext, Job> alongside,
        Func<JobInputs, T>? complete,
        CancellationToken cancellationToken)
        where T : JobSpecification
    {
        await using HoneDbContext db = await contexts.CreateDbContextAsync(cancellationToken);

        // One transaction, so that nothing the job names is deleted between the look at it and the job's row.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        JobInputs inputs = await read(new JobInputsReader(db, data, blobs));
        Job job = Make(Guid.CreateVersion7(), complete is null ? specification : complete(inputs), inputs);
        jobs.Add(db, job);
        alongside(db, job);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Send(job);
        return job;
    }

    private Job Make<T>(Guid id, T specification, JobInputs inputs)
        where T : JobSpecification => new()
        {
            Id = id,
            Kind = specification.Kind,
            Model = specification.ModelToMake,
            Specification = JsonSerializer.Serialize(specification, HoneJson.Options),
            Inputs = JsonSerializer.Serialize(inputs, HoneJson.Options),
            CreatedAt = jobs.Now,
        };

    private void Send(Job job)
    {
        if (job.Kind == JobKind.Sweep)
        {
            sweeps.Tell(job); // it needs no worker; the jobs it starts do
        }
        else
        {
            queue.Enqueue(job.Id);
        }
    }
}
