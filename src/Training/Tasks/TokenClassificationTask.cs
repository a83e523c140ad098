using Hone.Domain.Datasets;
using Hone.Domain.Jobs.Running;
using Hone.Training.Architectures;
using Hone.Training.Artifacts;
using Hone.Training.Data;
using Hone.Training.Evaluation;
using Hone.Training.Inference;
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
        using Tensor targets = tensor(batch.Examples.SelectMany(window => window.Tags).Select(tag => (long)tag).ToArray(), device: device);
        return model.Crf is { } crf
            ? -crf.LogLikelihood(emissions, targets, [.. batch.Examples.Select(window => window.Rows.Length)]).sum() / targets.numel()
            : CrossEntropy.Smoothed(emissions, targets, Options.LabelSmoothing);
    }

    /// <inheritdoc/>
    public override TaskEvaluation Evaluate(TokenClassificationModel model, ExampleSet<TaggedWindow> examples, Device device, CancellationToken cancellationToken)
    {
        float[][] scores = model.Score(examples, device, cancellationToken);
        TagTransitions transitions = OutputTags.Of(tags.Tags).Transitions(model);
        string[][] truth = truths[examples];
        string[][] predicted = [.. truth.Select(sentence => Enumerable.Repeat(TagSet.Outside, sentence.Length).ToArray())];
        foreach (IGrouping<int, (TaggedWindow Window, float[] Scores)> sentence in examples.Examples.Zip(scores).GroupBy(pair => pair.First.Sentence))
        {
            int[] words = [.. sentence.SelectMany(pair => pair.Window.Words)];
            int[] best = new TagLattice([.. sentence.SelectMany(pair => pair.Scores)], transitions).FindBest();
            foreach ((int word, int tag) in words.Zip(best))
            {
                predicted[sentence.Key][word] = tags.Tags[tag];
            }
        }

        SpanEvaluation evaluation = EntityMetrics.Compute(truth, predicted);
        return TaskEvaluation.Of(new Dictionary<string, double>(evaluation.ToMetrics()) { ["loss"] = MeanLoss(model, examples, device, cancellationToken) }, evaluation);
    }

    /// <inheritdoc/>
    public override void Save(string directory, TokenClassificationModel model, Tokenizer tokenizer) =>
        TokenClassifierCheckpoint.Save(directory, model, tokenizer, tags.Tags);

    /// <inheritdoc/>
    protected override long Weigh(ExampleBatch<TaggedWindow> batch) => batch.Examples.Sum(window => (long)window.Rows.Length);

    private IEnumerable<TokenClassificationExample> Rows(SplitName split) => Rows(split, CanonicalDataset.ReadTokenClassification);
}
