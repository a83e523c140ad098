using Hone.Domain.Datasets;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;
using Hone.Training.Architectures;
using Hone.Training.Artifacts;
using Hone.Training.Data;
using Hone.Training.Evaluation;
using Hone.Training.Running;
using Hone.Training.Text;
using Hone.Training.Tokenization;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Hone.Training.Tasks;

/// <summary>Tell the label of a text or of a pair of texts, or all labels that it has; the loss is the mean cross-entropy in nats.</summary>
internal sealed class TextClassificationTask : FinetuningTask<TextClassificationModel, ClassifiedText>
{
    private readonly bool isMultiLabel;
    private readonly bool isOfPairs;
    private readonly LabelCounts counts;
    private double temperature = 1;

    public TextClassificationTask(TrainerSpecification job, EventLog events)
        : base(job, events)
    {
        ClassificationExample? first = Rows(SplitName.Train).FirstOrDefault();
        isMultiLabel = first?.Labels is not null;
        isOfPairs = first?.TextPair is not null;
        counts = new LabelCounts(Rows(SplitName.Train).Select(row => row.AllLabels), Dataset.Labels);
    }

    /// <inheritdoc/>
    public override IEnumerable<string> TrainingTexts() =>
        Rows(SplitName.Train).SelectMany(row => row.TextPair is null ? (IEnumerable<string>)[row.Text] : [row.Text, row.TextPair]);

    /// <inheritdoc/>
    public override TextClassificationModel CreateModel(Tokenizer tokenizer) =>
        new(CreateBackbone(tokenizer, tokenTypes: isOfPairs && IsRecurrent ? 2 : 0), Dataset.Labels.Count, Specification.Pooling);

    /// <inheritdoc/>
    public override ExampleSet<ClassifiedText>? Encode(SplitName split, TextClassificationModel model, Tokenizer tokenizer)
    {
        ClassificationExample[] rows = [.. Rows(split)];
        if (rows.Length == 0)
        {
            return null;
        }

        SequenceEncoder encoder = new(tokenizer, model.Backbone.MaxLength, model.Backbone.TokenTypes);
        EncodedSequence[] encoded = [.. rows.AsParallel().AsOrdered().Select(row => encoder.Encode(row.Text, row.TextPair))];
        WarnOfCuts(split, encoded.Count(sequence => sequence.Truncated), encoded.Length, encoder.MaxLength);
        ClassifiedText[] examples = [.. encoded.Zip(rows, (sequence, row) => new ClassifiedText(sequence.Ids, sequence.TokenTypes, counts.Indices(row.AllLabels)))];
        bool isBalanced = split == SplitName.Train && Options.Sampling == LabelBalance.Balanced;
        return new ExampleSet<ClassifiedText>(examples, Options.BatchTokens, isBalanced ? [.. examples.Select(example => counts.Rarity(example.Labels))] : null);
    }

    /// <inheritdoc/>
    public override Tensor Loss(TextClassificationModel model, ExampleBatch<ClassifiedText> batch, Device device)
    {
        Tensor logits = Logits(model, batch, device);
        bool isWeighted = Options.ClassWeights == LabelBalance.Balanced;
        if (isMultiLabel)
        {
            using Tensor? positiveWeights = isWeighted ? tensor(counts.PositiveWeights, device: device) : null;
            using Tensor truth = Truth(batch, device);
            using Tensor targets = (truth * (1 - Options.LabelSmoothing)) + (Options.LabelSmoothing / 2);
            return functional.binary_cross_entropy_with_logits(logits, targets, pos_weights: positiveWeights);
        }

        using Tensor? weights = isWeighted ? tensor(counts.ClassWeights, device: device) : null;
        using Tensor labels = tensor(batch.Examples.Select(example => (long)example.Labels[0]).ToArray(), device: device);
        return CrossEntropy.Smoothed(logits, labels, Options.LabelSmoothing, weights);
    }

    /// <inheritdoc/>
    public override TaskEvaluation Evaluate(TextClassificationModel model, ExampleSet<ClassifiedText> examples, Device device, CancellationToken cancellationToken)
    {
        float[][] logits = Predict(model, examples, device, cancellationToken);
        double loss = ClassificationScores.Loss(logits, examples.Examples, isMultiLabel, inverseTemperature: 1);
        if (isMultiLabel)
        {
            MultiLabelEvaluation sets = MultiLabelMetrics.Compute(
                [.. examples.Examples.Select(example => example.Labels)],
                [.. logits.Select(row => ClassificationScores.Above(row, 0))],
                Dataset.Labels);
            return TaskEvaluation.Of(new Dictionary<string, double>(sets.ToMetrics()) { ["loss"] = loss }, sets);
        }

        int[] predicted = [.. logits.Select(ClassificationScores.Best)];
        ClassificationEvaluation evaluation = ClassificationMetrics.Compute([.. examples.Examples.Select(example => example.Labels[0])], predicted, Dataset.Labels);
        return TaskEvaluation.Of(new Dictionary<string, double>(evaluation.ToMetrics()) { ["loss"] = loss }, evaluation);
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Complete(
        TextClassificationModel model,
        ExampleSet<ClassifiedText>? validation,
        Device device,
        CancellationToken cancellationToken)
    {
        if (!Options.Calibrate)
        {
            return new Dictionary<string, double>();
        }

        if (validation is null)
        {
            Warn("There is no validation split to calibrate scores by; they stay as they are.");
            return new Dictionary<string, double>();
        }

        float[][] logits = Predict(model, validation, device, cancellationToken);
        temperature = Temperature.Fit(inverse => ClassificationScores.Slope(logits, validation.Examples, isMultiLabel, inverse));
        return new Dictionary<string, double>
        {
            ["calibration/temperature"] = temperature,
            ["calibration/loss"] = ClassificationScores.Loss(logits, validation.Examples, isMultiLabel, 1 / temperature),
        };
    }

    /// <inheritdoc/>
    public override void Save(string directory, TextClassificationModel model, Tokenizer tokenizer) => TextClassifierCheckpoint.Save(
        directory,
        model,
        tokenizer,
        new TextClassifierSettings { Labels = Dataset.Labels, IsMultiLabel = isMultiLabel, Pooling = Specification.Pooling, Temperature = temperature });

    /// <summary>The logits of every example, in the order of the examples: <c>[examples][labels]</c>.</summary>
    private static float[][] Predict(TextClassificationModel model, ExampleSet<ClassifiedText> examples, Device device, CancellationToken cancellationToken)
    {
        using IDisposable noGrad = no_grad();
        float[][] predicted = new float[examples.Count][];
        int next = 0;
        foreach (ExampleBatch<ClassifiedText> batch in examples.Sorted(out int[] positions))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using IDisposable scope = NewDisposeScope();
            Tensor logits = Logits(model, batch, device);
            float[] values = logits.cpu().data<float>().ToArray();
            foreach (float[] row in values.Chunk((int)logits.shape[1]))
            {
                predicted[positions[next++]] = row;
            }
        }

        return predicted;
    }

    /// <summary>fp32 logits, <c>[sequences, labels]</c>.</summary>
    private static Tensor Logits(TextClassificationModel model, ExampleBatch<ClassifiedText> batch, Device device)
    {
        using PackedSequences sequences = batch.Pack(device);
        return model.forward(sequences).to_type(ScalarType.Float32);
    }

    /// <summary>1 where an example has a label, <c>[examples, labels]</c>.</summary>
    private Tensor Truth(ExampleBatch<ClassifiedText> batch, Device device)
    {
        float[] truth = new float[batch.Examples.Count * Dataset.Labels.Count];
        for (int i = 0; i < batch.Examples.Count; i++)
        {
            foreach (int label in batch.Examples[i].Labels)
            {
                truth[(i * Dataset.Labels.Count) + label] = 1;
            }
        }

        return tensor(truth, [batch.Examples.Count, Dataset.Labels.Count], device: device);
    }

    private IEnumerable<ClassificationExample> Rows(SplitName split) => Rows(split, CanonicalDataset.ReadClassification);
}
