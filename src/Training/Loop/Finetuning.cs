using Hone.Domain.Datasets;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Architectures;
using Hone.Training.Artifacts;
using Hone.Training.Data;
using Hone.Training.Evaluation;
using Hone.Training.Native;
using Hone.Training.Objectives;
using Hone.Training.Running;
using Hone.Training.Text;
using Hone.Training.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace Hone.Training.Loop;

/// <summary>
/// The recipe of fine-tuning a text classifier: encode the splits, learn epoch by epoch, keep the weights that were best on validation,
/// judge them on test, write the model directory.
/// </summary>
/// <param name="job">What to do.</param>
/// <param name="directory">Where the job's files are.</param>
/// <param name="events">Where to report.</param>
public sealed class Finetuning(TrainerSpecification job, JobDirectory directory, EventLog events)
{
    private readonly FinetuneSpecification specification = job.Finetune!;
    private readonly DatasetInput dataset = job.Dataset!;

    /// <summary>Does all of it; the finished model lies in <see cref="JobDirectory.Output"/>.</summary>
    /// <exception cref="RefusalException">The data set or base cannot be used, or training diverged.</exception>
    public TrainerResult Run(CancellationToken cancellationToken)
    {
        FinetuningOptions options = specification.Training;
        Device device = Devices.Select(job.Device);
        ScalarType precision = PrecisionChoice.Resolve(options.Precision, device);
        events.Log($"Computing in {precision} on {device}.");

        Tokenizer tokenizer = PrepareTokenizer(cancellationToken);
        Seeds.Set(options.Seed);
        EncoderConfiguration sizes = job.Base is { } start
            ? EncoderCheckpoint.ReadConfiguration(start.Path)
            : EncoderConfiguration.From(specification.Architecture ?? new ArchitectureOptions(), tokenizer.VocabularySize, tokenizer.PadId ?? 0);
        EncoderConfiguration configuration = sizes with { Dropout = options.Dropout };
        using TextClassificationModel model = new(configuration, dataset.Labels.Count, specification.Pooling);
        if (job.Base is { } pretrained && !specification.Reinitialize)
        {
            Checkpoint.LoadWeights(pretrained.Path, model.Encoder.NamedTensors());
        }

        model.to(device);
        events.Log($"{model.ParameterCount():N0} weights, {tokenizer.VocabularySize:N0} pieces, {dataset.Labels.Count} labels.");

        SequenceEncoder encoder = new(tokenizer, configuration.MaxLength);
        LabelledSequences train = Encode(SplitName.Train, encoder, options)!;
        LabelledSequences? validation = Encode(SplitName.Validation, encoder, options);
        LabelledSequences? test = Encode(SplitName.Test, encoder, options);
        TextClassification objective = new(model, device);
        Dictionary<string, double> metrics = Learn(objective, train, validation, precision, cancellationToken);

        ClassificationEvaluation? evaluation = null;
        if (test is not null)
        {
            (evaluation, Dictionary<string, double> tested) = Evaluate(objective, test, "test", cancellationToken);
            foreach ((string name, double value) in tested)
            {
                metrics[name] = value;
            }
        }

        TrainerResult result = new()
        {
            Task = TaskKind.TextClassification,
            Family = ModelFamily.TransformerEncoder,
            Parameters = model.ParameterCount(),
            Metrics = metrics,
            Libraries = TorchRuntime.Versions,
        };
        OutputDirectory.Write(directory.Output, path =>
        {
            EncoderCheckpoint.Save(path, model, tokenizer, dataset.Labels, specification.Pooling);
            new ModelDirectory(path).WriteRecord(job.Record(result) with
            {
                Labels = dataset.Labels,
                Evaluations = evaluation is null ? new Dictionary<string, ClassificationEvaluation>() : new() { ["test"] = evaluation },
            });
        });
        return result;
    }

    /// <summary>Trains, leaves the best weights in the model in fp32, and returns what they scored on validation.</summary>
    private Dictionary<string, double> Learn(
        TextClassification objective,
        LabelledSequences train,
        LabelledSequences? validation,
        ScalarType precision,
        CancellationToken cancellationToken)
    {
        FinetuningOptions options = specification.Training;
        int epochs = options.EpochsFor(train.BatchesIn(1, options.Seed));
        long totalSteps = train.BatchesIn(epochs, options.Seed);
        if (validation is null && options.EarlyStopping is not null)
        {
            events.Warning("There is no validation split to stop early by; every epoch is run.");
        }

        events.Log($"{epochs} epochs of {train.Count:N0} examples, {totalSteps:N0} steps.");
        using TrainingLoop<LabelledBatch> loop = new(objective, options, precision, totalSteps);
        TrainingProgress progress = new(events, totalSteps, train.Tokens, loop.TakeLoss);
        using BestWeights best = new(options.BestMetric, loop.Parameters);
        long steps = 0;
        for (int epoch = 0; epoch < epochs && !(best.EpochsSinceBest >= options.EarlyStopping?.Patience); epoch++)
        {
            foreach (TrainingStep step in loop.Run(train.Epoch(options.Seed, epoch), cancellationToken))
            {
                progress.Took(step);
                steps = step.Number;
            }

            if (validation is not null)
            {
                (_, Dictionary<string, double> metrics) = Evaluate(objective, validation, "validation", cancellationToken);
                events.Metric(steps, metrics);
                best.Offer(metrics);
            }
        }

        if (steps < totalSteps)
        {
            events.Log($"Stopped early after step {steps}: {options.BestMetric} has not improved for {best.EpochsSinceBest} epochs.");
        }

        best.Restore();
        loop.Parameters.Release();
        return best.Metrics;
    }

    private (ClassificationEvaluation Evaluation, Dictionary<string, double> Metrics) Evaluate(
        TextClassification objective,
        LabelledSequences examples,
        string split,
        CancellationToken cancellationToken)
    {
        (int[] predicted, double loss) = objective.Evaluate(examples, cancellationToken);
        ClassificationEvaluation evaluation = ClassificationMetrics.Compute(examples.Labels, predicted, dataset.Labels);
        Dictionary<string, double> metrics = new(evaluation.ToMetrics($"{split}/")) { [$"{split}/loss"] = loss };
        return (evaluation, metrics);
    }

    private Tokenizer PrepareTokenizer(CancellationToken cancellationToken)
    {
        if (job.Base is { } start)
        {
            return Tokenizer.Load(start.Path);
        }

        PhaseProgress phase = new(events, "tokenizer");
        IEnumerable<string> texts = Examples(SplitName.Train).Select(example => example.Text);
        ModelFamily family = (specification.Architecture ?? new ArchitectureOptions()).Family;
        return TokenizerTrainer.Train(texts, specification.Tokenizer ?? new TokenizerOptions(), family, phase.Report, cancellationToken);
    }

    private LabelledSequences? Encode(SplitName split, SequenceEncoder encoder, FinetuningOptions options)
    {
        Dictionary<string, int> indices = dataset.Labels.Select((label, index) => (label, index)).ToDictionary();
        ClassificationExample[] examples = [.. Examples(split)];
        if (examples.Length == 0)
        {
            return null;
        }

        EncodedSequence[] encoded = [.. examples.AsParallel().AsOrdered().Select(example => encoder.Encode(example.Text))];
        int truncated = encoded.Count(sequence => sequence.Truncated);
        if (truncated > 0)
        {
            events.Warning($"{truncated} of {encoded.Length} texts of the {split.ToString().ToLowerInvariant()} split are longer than {encoder.MaxLength} tokens and were cut.");
        }

        return new LabelledSequences(
            [.. encoded.Select(sequence => sequence.Ids)],
            [.. examples.Select(example => indices[example.Label])],
            options.BatchTokens);
    }

    private IEnumerable<ClassificationExample> Examples(SplitName split) =>
        dataset.Splits.Where(part => part.Name == split).SelectMany(part => CanonicalDataset.ReadClassification(part.Path));
}
