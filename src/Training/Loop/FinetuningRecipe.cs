using System.Text.Json;
using Hone.Domain.Datasets;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;
using Hone.Training.Architectures;
using Hone.Training.Artifacts;
using Hone.Training.Data;
using Hone.Training.Native;
using Hone.Training.Optimization;
using Hone.Training.Running;
using Hone.Training.Strategies;
using Hone.Training.Tasks;
using Hone.Training.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace Hone.Training.Loop;

/// <summary>
/// The recipe of fine-tuning, whatever the task: encode the splits, learn epoch by epoch, keep the weights that were best on validation, judge
/// them on test, write the model directory.
/// </summary>
/// <param name="task">What is learnt.</param>
/// <param name="job">What to do.</param>
/// <param name="directory">Where the job's files are.</param>
/// <param name="events">Where to report.</param>
internal sealed class FinetuningRecipe<TModel, TExample>(
    FinetuningTask<TModel, TExample> task,
    TrainerSpecification job,
    JobDirectory directory,
    EventLog events)
    where TModel : nn.Module, IBackboneModel
    where TExample : EncodedExample
{
    private const string Validation = "validation";
    private const string Test = "test";

    private readonly FinetuneSpecification specification = job.Finetune!;
    private readonly Device device = Devices.Select(job.Device);

    /// <summary>Does all of it; the finished model lies in <see cref="JobDirectory.Output"/>.</summary>
    /// <exception cref="RefusalException">The data set or base cannot be used, or training diverged.</exception>
    public TrainerResult Run(CancellationToken cancellationToken)
    {
        Tokenizer tokenizer = PrepareTokenizer(cancellationToken);
        Seeds.Set(specification.Seed);
        using TModel model = task.CreateModel(tokenizer);
        FinetuningStrategy strategy = FinetuningStrategy.Prepare(specification.Strategy, model);
        model.to(device);
        ScalarType precision = PrecisionChoice.Resolve(specification.Training.Precision, device, model.Backbone.GainsFromBFloat16);
        events.Log($"Computing in {precision} on {device}.");
        long weights = model.NamedTensors().Sum(weight => weight.Tensor.numel());
        long learning = strategy.CountLearning();
        events.Log($"{weights:N0} weights, {learning:N0} of which learn, {tokenizer.VocabularySize:N0} pieces, {task.Labels.Count} labels.");

        ExampleSet<TExample> train = task.Encode(SplitName.Train, model, tokenizer)
            ?? throw new RefusalException(RefusalKind.Invalid, ProblemCodes.EmptySplit, "The training split has no examples.");
        ExampleSet<TExample>? validation = task.Encode(SplitName.Validation, model, tokenizer);
        ExampleSet<TExample>? test = task.Encode(SplitName.Test, model, tokenizer);
        (Dictionary<string, double> metrics, long tokens) = Learn(model, strategy, train, validation, new TokenDropout(specification.Training.TokenDropout, tokenizer), precision, cancellationToken);
        model.eval();
        Add(metrics, Validation, task.Complete(model, validation, device, cancellationToken));
        TaskEvaluation? evaluation = test is null ? null : task.Evaluate(model, test, device, cancellationToken);
        Add(metrics, Test, evaluation?.Metrics ?? new Dictionary<string, double>());
        TrainerResult result = new()
        {
            Task = task.Kind,
            Family = model.Backbone.Family,
            Parameters = weights,
            Metrics = metrics,
            Cost = TrainingCost.Of(tokens, learning),
            Libraries = TorchRuntime.Versions,
        };
        OutputDirectory.Write(directory.Output, path =>
        {
            task.Save(path, model, tokenizer);
            new ModelDirectory(path).WriteRecord(job.Record(result) with
            {
                Labels = task.Labels,
                Evaluations = evaluation is null ? new Dictionary<string, JsonElement>() : new() { [Test] = evaluation.Full },
            });
        });
        return result;
    }

    /// <summary>Trains, leaves the best weights in the model in fp32, and returns what they scored on validation, and the tokens learnt from.</summary>
    private (Dictionary<string, double> Metrics, long Tokens) Learn(
        TModel model,
        FinetuningStrategy strategy,
        ExampleSet<TExample> train,
        ExampleSet<TExample>? validation,
        TokenDropout dropout,
        ScalarType precision,
        CancellationToken cancellationToken)
    {
        FinetuningOptions options = specification.Training;
        string metric = options.EarlyStopping?.Metric ?? task.MainMetric;
        int epochs = options.EpochsFor(train.BatchesIn(1, options.Seed));
        long totalSteps = train.BatchesIn(epochs, options.Seed);
        if (validation is null && options.EarlyStopping is not null)
        {
            events.Warning("There is no validation split to stop early by; every epoch is run.");
        }

        events.Log($"{epochs} epochs of {train.Count:N0} examples, {totalSteps:N0} steps.");
        TaskObjective<TModel, TExample> objective = new(task, model, device);
        ParameterGroups groups = strategy.Group();
        using TrainingLoop<ExampleBatch<TExample>> loop = new(objective, options, precision, totalSteps, groups);
        TrainingProgress progress = new(events, totalSteps, train.Tokens, loop.TakeLoss);
        using BestWeights best = new(metric, loop.Parameters);
        long steps = 0;
        for (int epoch = 0; epoch < epochs && !(best.EpochsSinceBest >= options.EarlyStopping?.Patience); epoch++)
        {
            strategy.BeginEpoch(groups, epoch, epochs);
            foreach (TrainingStep step in loop.Run(dropout.Apply(train.Epoch(options.Seed, epoch), options.Seed, epoch), cancellationToken))
            {
                progress.Took(step);
                steps = step.Number;
            }

            if (validation is not null)
            {
                model.eval();
                Dictionary<string, double> metrics = [];
                Add(metrics, Validation, task.Evaluate(model, validation, device, cancellationToken).Metrics);
                model.train();
                if (!metrics.ContainsKey($"{Validation}/{metric}"))
                {
                    throw new RefusalException(RefusalKind.Invalid, ProblemCodes.UnknownValue, $"'training.earlyStopping.metric' is {metric}, which this data set has no use for.");
                }

                events.Metric(steps, metrics);
                best.Offer(metrics);
            }
        }

        if (steps < totalSteps)
        {
            events.Log($"Stopped early after step {steps}: {metric} has not improved for {best.EpochsSinceBest} epochs.");
        }

        best.Restore();
        loop.Parameters.Release();
        strategy.Complete();
        return (best.Metrics, progress.Tokens);
    }

    private static void Add(Dictionary<string, double> metrics, string split, IReadOnlyDictionary<string, double> values)
    {
        foreach ((string name, double value) in values)
        {
            metrics[$"{split}/{name}"] = value;
        }
    }

    private Tokenizer PrepareTokenizer(CancellationToken cancellationToken)
    {
        if (job.Base is { } start)
        {
            return Tokenizer.Load(start.Path);
        }

        PhaseProgress phase = new(events, "tokenizer");
        ArchitectureOptions architecture = specification.Architecture ?? new();
        return TokenizerTrainer.Train(task.TrainingTexts(), specification.Tokenizer ?? new(), architecture.Family, phase.Report, cancellationToken);
    }
}
