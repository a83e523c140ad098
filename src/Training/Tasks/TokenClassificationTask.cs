using Hone.Domain.Datasets;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Tasks;
using Hone.Training.Architectures;
using Hone.Training.Artifacts;
using Hone.Training.Data;
using Hone.Training.Evaluation;
using Hone.Training.Inference;
using Hone.Training.Native;
using Hone.Training.Running;
using Hone.Training.Text;
using Hone.Training.Tokenization;
using static TorchSharp.torch;

namespace Hone.Training.Tasks;

/// <summary>
/// Mark spans of a text with types. Each word is judged by its first token; the loss per word is the cross-entropy in nats, or that of the whole
/// sequence in a conditional random field. Only what strict BIO allows is ever predicted.
/// </summary>
internal sealed class TokenClassificationTask(TrainerSpecification job, EventLog events) : FinetuningTask<TokenClassificationModel, TaggedWindow>(job, events)
{
    private readonly TagSet tags = new(job.Dataset!.Labels);
    private readonly Dictionary<ExampleSet<TaggedWindow>, string[][]> truths = [];
    private OutputTags outputs = OutputTags.Of(new TagSet(job.Dataset!.Labels).Tags);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Labels => tags.Tags;

    /// <inheritdoc/>
    public override IEnumerable<string> TrainingTexts() => Rows(SplitName.Train).Select(row => row.Text);

    /// <inheritdoc/>
    public override TokenClassificationModel CreateModel(Tokenizer tokenizer) => new(CreateBackbone(tokenizer), tags.Tags.Count, Specification.Crf);

    /// <inheritdoc/>
    public override ExampleSet<TaggedWindow>? Encode(SplitName split, TokenClassificationModel model, Tokenizer tokenizer)
    {
        TokenClassificationExample[] rows = [.. Rows(split)];
        if (rows.Length == 0)
        {
            return null;
        }

        WordEncoder encoder = new(tokenizer, model.Backbone.MaxLength);
        TaggedWindow[] windows =
        [
            .. rows.Index().AsParallel().AsOrdered().SelectMany(row =>
            {
                int[] indices = [.. row.Item.Tags.Select(tags.IndexOf)];
                return encoder.Encode(row.Item.Text, row.Item.Words).Select(window => TaggedWindow.Of(window, indices, row.Index));
            }),
        ];
        ExampleSet<TaggedWindow> examples = new(windows, Options.BatchTokens);
        truths[examples] = [.. rows.Select(row => row.Tags.ToArray())];
        return examples;
    }

    /// <inheritdoc/>
    public override Tensor Loss(TokenClassificationModel model, ExampleBatch<TaggedWindow> batch, Device device)
    {
        Tensor emissions = model.Score(batch, device);
        using Tensor targets = Targets(batch, device);
        return model.Crf is { } crf
            ? -crf.LogLikelihood(emissions, targets, [.. batch.Examples.Select(window => window.Rows.Length)]).sum().Over(targets.numel())
            : CrossEntropy.Smoothed(emissions, targets, Options.LabelSmoothing);
    }

    /// <inheritdoc/>
    public override TokenClassificationModel Load(string directory)
    {
        (TokenClassificationModel model, IReadOnlyList<string> labels) = TokenClassifierCheckpoint.Load(directory);
        outputs = OutputTags.Of(labels);
        return model;
    }

    /// <inheritdoc/>
    public override Judgement Judge(TokenClassificationModel model, ExampleSet<TaggedWindow> examples, Device device, CancellationToken cancellationToken)
    {
        string[][] truth = truths[examples];
        float[][] scores = new float[examples.Count][];
        double[] sums = new double[truth.Length];
        long[] words = new long[truth.Length];
        JudgeInBatches(examples, Score, cancellationToken);
        TagTransitions transitions = outputs.Transitions(model);
        string[][] predicted = [.. truth.Select(sentence => Enumerable.Repeat(TagSet.Outside, sentence.Length).ToArray())];
        foreach (IGrouping<int, (TaggedWindow Window, float[] Scores)> sentence in examples.Examples.Zip(scores).GroupBy(pair => pair.First.Sentence))
        {
            int[] asked = [.. sentence.SelectMany(pair => pair.Window.Words)];
            int[] best = new TagLattice([.. sentence.SelectMany(pair => pair.Scores)], transitions).FindBest();
            foreach ((int word, int tag) in asked.Zip(best))
            {
                predicted[sentence.Key][word] = tags.Tags[tag];
            }
        }

        MeanRows losses = new(TaskMetrics.Loss, sums, words);
        SpanEvaluation evaluation = EntityMetrics.Compute(truth, predicted);
        SpanCounter[] counters = [.. truth.Select(_ => new SpanCounter())];
        bool[] right = [.. counters.Index().Select(row => row.Item.Add(truth[row.Index], predicted[row.Index]))];
        return new Judgement
        {
            Evaluation = TaskEvaluation.Of(new Dictionary<string, double>(evaluation.ToMetrics()) { [TaskMetrics.Loss] = losses.Mean }, evaluation),
            Rows = new CombinedRows(DecisionRows.OfSpans(counters), losses),
            Losses = losses.Means,
            Right = right,
            Predicted = row => new { tags = predicted[row] },
        };

        void Score(ExampleBatch<TaggedWindow> batch, ReadOnlyMemory<int> places)
        {
            Tensor emissions = model.Score(batch, device);
            using Tensor targets = Targets(batch, device);
            float[]? likelihoods = model.Crf?.LogLikelihood(emissions, targets, [.. batch.Examples.Select(window => window.Rows.Length)]).cpu().data<float>().ToArray();
            foreach ((int index, float[] given) in WindowScores.Divide(emissions, batch.Examples).Index())
            {
                TaggedWindow window = batch.Examples[index];
                float[] ofTags = outputs.Arrange(given, OutputTags.Never);
                scores[places.Span[index]] = ofTags;
                sums[window.Sentence] += likelihoods is null
                    ? ofTags.Chunk(tags.Tags.Count).Zip(window.Tags, (word, tag) => ClassificationScores.LossOf(word, [tag], isMultiLabel: false)).Sum()
                    : -likelihoods[index];
                words[window.Sentence] += window.Rows.Length;
            }
        }
    }

    /// <summary>The output of each word's tag, <c>[words]</c>.</summary>
    private Tensor Targets(ExampleBatch<TaggedWindow> batch, Device device) =>
        tensor(batch.Examples.SelectMany(window => window.Tags).Select(tag => (long)outputs.OutputOf(tag)).ToArray(), device: device);

    /// <inheritdoc/>
    public override void Save(string directory, TokenClassificationModel model, Tokenizer tokenizer) =>
        TokenClassifierCheckpoint.Save(directory, model, tokenizer, tags.Tags);

    private IEnumerable<TokenClassificationExample> Rows(SplitName split) => Rows(split, CanonicalDataset.ReadTokenClassification);
}
