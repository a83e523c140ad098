using Hone.Domain.Datasets;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Architectures;
using Hone.Training.Artifacts;
using Hone.Training.Data;
using Hone.Training.Running;
using Hone.Training.Tokenization;
using static TorchSharp.torch;

namespace Hone.Training.Tasks;

/// <summary>What the recipe of fine-tuning asks of a task; the recipe itself knows none.</summary>
/// <typeparam name="TModel">The network that answers.</typeparam>
/// <typeparam name="TExample">What it learns from.</typeparam>
/// <param name="job">What to do.</param>
/// <param name="events">Where to report.</param>
internal abstract class FinetuningTask<TModel, TExample>(TrainerSpecification job, EventLog events)
    where TModel : nn.Module, IBackboneModel
    where TExample : EncodedExample
{
    /// <summary>What was asked for.</summary>
    protected FinetuneSpecification Specification => job.Finetune!;

    /// <summary>How it is to be learnt.</summary>
    protected FinetuningOptions Options => job.Finetune!.Training;

    /// <summary>The data set.</summary>
    protected DatasetInput Dataset => job.Dataset!;

    /// <summary>The task of the finished model.</summary>
    public TaskKind Kind => Dataset.Task;

    /// <summary>Whether it is learnt on a recurrent network.</summary>
    protected bool IsRecurrent => job.Base is { } start
        ? BackboneCheckpoint.IsRecurrent(Checkpoint.ReadConfiguration(start.Path))
        : Specification.Architecture?.Family == ModelFamily.Rnn;

    /// <summary>The names of what the model tells apart, as they are stored with it.</summary>
    public virtual IReadOnlyList<string> Labels => Dataset.Labels;

    /// <summary>The validation metric that chooses the best weights, unless another is asked for.</summary>
    public virtual string MainMetric => TaskMetrics.Of(Kind)[0];

    /// <summary>The texts to train a tokenizer on.</summary>
    public abstract IEnumerable<string> TrainingTexts();

    /// <summary>The network to fine-tune, on the CPU.</summary>
    /// <param name="tokenizer">What will cut its texts.</param>
    /// <exception cref="RefusalException">The base cannot be used.</exception>
    public abstract TModel CreateModel(Tokenizer tokenizer);

    /// <summary>Encodes a split; null when it has no examples.</summary>
    public abstract ExampleSet<TExample>? Encode(SplitName split, TModel model, Tokenizer tokenizer);

    /// <summary>The mean loss of a batch: one fp32 number that can be differentiated.</summary>
    public abstract Tensor Loss(TModel model, ExampleBatch<TExample> batch, Device device);

    /// <summary>A network that was fine-tuned for the task, in fp32 on the CPU.</summary>
    /// <param name="directory">Its model directory.</param>
    /// <exception cref="RefusalException">It cannot be used.</exception>
    public abstract TModel Load(string directory);

    /// <summary>Judges a model, which is set to predict, on each row of a split. What is said of a row does not depend on the others.</summary>
    public abstract Judgement Judge(TModel model, ExampleSet<TExample> examples, Device device, CancellationToken cancellationToken);

    /// <summary>Judges a model, which is set to predict, on a split.</summary>
    public TaskEvaluation Evaluate(TModel model, ExampleSet<TExample> examples, Device device, CancellationToken cancellationToken) =>
        Judge(model, examples, device, cancellationToken).Evaluation;

    /// <summary>Does what is left to do once the weights are learnt.</summary>
    /// <returns>Further metrics on validation.</returns>
    public virtual IReadOnlyDictionary<string, double> Complete(TModel model, ExampleSet<TExample>? validation, Device device, CancellationToken cancellationToken) =>
        new Dictionary<string, double>();

    /// <summary>Writes the model directory but for its <c>hone.json</c>.</summary>
    public abstract void Save(string directory, TModel model, Tokenizer tokenizer);

    /// <summary>The backbone that the job starts from: the base's, or a new one.</summary>
    /// <param name="tokenizer">What will cut its texts.</param>
    /// <param name="tokenTypes">How many kinds of token it must tell apart.</param>
    protected Backbone CreateBackbone(Tokenizer tokenizer, int tokenTypes = 0)
    {
        if (job.Base is not { } start)
        {
            return BackboneCheckpoint.Create(Specification.Architecture ?? new(), tokenizer.VocabularySize, Options.Dropout, tokenizer.PadId ?? 0, tokenTypes);
        }

        return Specification.Reinitialize
            ? BackboneCheckpoint.Build(Checkpoint.ReadConfiguration(start.Path), Options.Dropout, tokenTypes)
            : BackboneCheckpoint.LoadBase(start.Path, Options.Dropout, tokenTypes);
    }

    /// <summary>The rows of a split.</summary>
    protected IEnumerable<TRow> Rows<TRow>(SplitName split, Func<string, IEnumerable<TRow>> read) =>
        Dataset.Splits.Where(part => part.Name == split).SelectMany(part => read(part.Path));

    /// <summary>Told, while a split is judged, how many of how many examples are.</summary>
    public Action<long, long>? Judged { get; set; }

    /// <summary>Goes through the examples of a split in batches of similar length, without gradients.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="judge">Given a batch, and of each of its examples the place among all; its tensors go when it is done.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    protected void JudgeInBatches(ExampleSet<TExample> examples, Action<ExampleBatch<TExample>, ReadOnlyMemory<int>> judge, CancellationToken cancellationToken)
    {
        using IDisposable noGrad = no_grad();
        int next = 0;
        foreach (ExampleBatch<TExample> batch in examples.Sorted(out int[] positions))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using IDisposable scope = NewDisposeScope();
            judge(batch, positions.AsMemory(next, batch.Examples.Count));
            next += batch.Examples.Count;
            Judged?.Invoke(next, examples.Count);
        }
    }

    /// <summary>Reports something a person should look at.</summary>
    protected void Warn(string message) => events.Warning(message);

    /// <summary>Reports texts that were cut.</summary>
    protected void WarnOfCuts(SplitName split, int cut, int count, int maxLength)
    {
        if (cut > 0)
        {
            Warn($"{cut} of {count} texts of the {Domain.HoneJson.Name(split)} split are longer than {maxLength} tokens and were cut.");
        }
    }
}
