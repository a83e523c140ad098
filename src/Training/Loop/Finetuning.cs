using Hone.Domain.Jobs.Running;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Running;
using Hone.Training.Tasks;

namespace Hone.Training.Loop;

/// <summary>Fine-tuning for the task of a data set.</summary>
/// <param name="job">What to do.</param>
/// <param name="directory">Where the job's files are.</param>
/// <param name="events">Where to report.</param>
public sealed class Finetuning(TrainerSpecification job, JobDirectory directory, EventLog events)
{
    /// <summary>Does all of it; the finished model lies in <see cref="JobDirectory.Output"/>.</summary>
    /// <exception cref="RefusalException">The data set or base cannot be used, or training diverged.</exception>
    public TrainerResult Run(CancellationToken cancellationToken) => job.Dataset!.Task switch
    {
        TaskKind.TextClassification => Recipe(new TextClassificationTask(job, events)).Run(cancellationToken),
        TaskKind.TokenClassification => Recipe(new TokenClassificationTask(job, events)).Run(cancellationToken),
        TaskKind.TextGeneration => Recipe(new TextGenerationTask(job, events)).Run(cancellationToken),
        TaskKind.SentenceSimilarity => Recipe(new SentenceSimilarityTask(job, events)).Run(cancellationToken),
        TaskKind.SemanticRoleLabeling => Recipe(new SemanticRoleTask(job, events)).Run(cancellationToken),
        TaskKind other => throw new RefusalException(RefusalKind.Invalid, ProblemCodes.WrongTask, $"There is no fine-tuning for {TaskNames.Of(other)}."),
    };

    private FinetuningRecipe<TModel, TExample> Recipe<TModel, TExample>(FinetuningTask<TModel, TExample> task)
        where TModel : TorchSharp.torch.nn.Module, Architectures.IBackboneModel
        where TExample : Data.EncodedExample => new(task, job, directory, events);
}
