using Hone.Domain.Datasets;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Tasks;
using Hone.Training.Architectures;
using Hone.Training.Artifacts;
using Hone.Training.Data;
using Hone.Training.Evaluation;
using Hone.Training.Native;
using Hone.Training.Running;
using Hone.Training.Text;
using Hone.Training.Tokenization;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Hone.Training.Tasks;

/// <summary>Tell the label of a text or of a pair of texts, or all labels that it has; the loss is the mean cross-entropy in nats.</summary>
internal sealed class TextClassificationTask : FinetuningTask<TextClassificationModel, ClassifiedText>
{
    // How many labels of a text are told with an evaluation.
    private const int LabelsSaid = 3;

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
            using Tensor targets = truth.Times(1 - Options.LabelSmoothing).Plus(Options.LabelSmoothing / 2);
            return functional.binary_cross_entropy_with_logits(logits, targets, pos_weights: positiveWeights);
        }

        using Tensor? weights = isWeighted ? tensor(counts.ClassWeights, device: device) : null;
        using Tensor labels = tensor(batch.Examples.Select(example => (long)example.Labels[0]).ToArray(), device: device);
        return CrossEntropy.Smoothed(logits, labels, Options.LabelSmoothing, weights);
    }

    /// <inheritdoc/>
    public override TextClassificationModel Load(string directory)
    {
        (TextClassificationModel model, TextClassifierSettings settings) = TextClassifierCheckpoint.Load(directory);
        temperature = settings.Temperature;
        return model;
    }

    /// <inheritdoc/>
    public override Judgement Judge(TextClassificationModel model, ExampleSet<ClassifiedText> examples, Device device, CancellationToken cancellationToken)
    {
        float[][] logits = Predict(model, examples, device, cancellationToken);
        IReadOnlyList<int>[] gold = [.. examples.Examples.Select(example => example.Labels)];
        IReadOnlyList<int>[] predicted = [.. logits.Select(row => isMultiLabel ? ClassificationScores.Above(row, 0) : [ClassificationScores.Best(row)])];
        bool[] right = [.. gold.Zip(predicted, (truth, guess) => truth.Count == guess.Count && truth.All(guess.Contains))];
        MeanRows losses = new(TaskMetrics.Loss, [.. logits.Zip(gold, (row, labels) => ClassificationScores.LossOf(row, labels, isMultiLabel))]);
        TaskEvaluation evaluation;
        DecisionRows decisions;
        if (isMultiLabel)
        {
            MultiLabelEvaluation sets = MultiLabelMetrics.Compute(gold, predicted, Dataset.Labels);
            evaluation = TaskEvaluation.Of(new Dictionary<string, double>(sets.ToMetrics()) { [TaskMetrics.Loss] = losses.Mean }, sets);
            decisions = DecisionRows.OfLabelSets(gold, predicted, Dataset.Labels);
        }
        else
        {
            int[] truth = [.. gold.Select(labels => labels[0])];
            int[] guess = [.. predicted.Select(labels => labels[0])];
            ClassificationEvaluation single = ClassificationMetrics.Compute(truth, guess, Dataset.Labels);
            evaluation = TaskEvaluation.Of(new Dictionary<string, double>(single.ToMetrics()) { [TaskMetrics.Loss] = losses.Mean }, single);
            decisions = DecisionRows.OfLabels(truth, guess, Dataset.Labels);
        }

        return new Judgement
        {
            Evaluation = evaluation,
            Rows = new CombinedRows(new MeanRows("accuracy", [.. right.Select(row => row ? 1.0 : 0)]), decisions, losses),
            Losses = losses.Means,
            Right = right,
            IsAccuracy = true,
            Predicted = row => Say(logits[row]),
        };
    }

    /// <summary>The likeliest labels of a text, best first; of one that may have any number, all that it has.</summary>
    private LabelProbability[] Say(float[] logits) =>
    [
        .. ClassificationScores.Probabilities(logits, isMultiLabel, 1 / temperature)
            .Select((score, label) => new LabelProbability(Dataset.Labels[label], score))
            .OrderByDescending(answer => answer.Score)
            .TakeWhile((answer, index) => isMultiLabel ? answer.Score > 0.5 : index < LabelsSaid),
    ];

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
    private float[][] Predict(TextClassificationModel model, ExampleSet<ClassifiedText> examples, Device device, CancellationToken cancellationToken)
    {
        float[][] predicted = new float[examples.Count][];
        JudgeInBatches(examples, Judge, cancellationToken);
        return predicted;

        void Judge(ExampleBatch<ClassifiedText> batch, ReadOnlyMemory<int> places)
        {
            Tensor logits = Logits(model, batch, device);
            foreach ((int place, float[] row) in logits.cpu().data<float>().ToArray().Chunk((int)logits.shape[1]).Index())
            {
                predicted[places.Span[place]] = row;
            }
        }
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
