using Hone.Domain.Datasets;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Problems;
using Hone.Training.Architectures;
using Hone.Training.Artifacts;
using Hone.Training.Data;
using Hone.Training.Evaluation;
using Hone.Training.Inference;
using Hone.Training.Running;
using Hone.Training.Text;
using Hone.Training.Tokenization;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Hone.Training.Tasks;

/// <summary>
/// Find the predicates of a sentence and the roles of its words in each (Shi &amp; Lin 2019). A sentence is learnt from once for which of its words are
/// predicates, by binary cross-entropy, and once for each predicate, whose tokens are marked, for the tags of roles, by cross-entropy. Only what strict BIO
/// allows is ever predicted.
/// </summary>
internal sealed class SemanticRoleTask(TrainerSpecification job, EventLog events) : FinetuningTask<TokenClassificationModel, TaggedWindow>(job, events)
{
    private readonly TagSet tags = new(job.Dataset!.Labels);
    private readonly HashSet<string> known = [.. new TagSet(job.Dataset!.Labels).Tags];
    private readonly Dictionary<ExampleSet<TaggedWindow>, EncodedSentence[]> sentences = [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Labels => [RoleLabelerCheckpoint.PredicateLabel, .. tags.Tags];

    /// <inheritdoc/>
    public override IEnumerable<string> TrainingTexts() => Rows(SplitName.Train).Select(row => SentenceText.Join(row.Words).Text);

    /// <inheritdoc/>
    public override TokenClassificationModel CreateModel(Tokenizer tokenizer)
    {
        Backbone backbone = CreateBackbone(tokenizer, tokenTypes: 2);
        if (backbone.TokenTypes > 1)
        {
            return new TokenClassificationModel(backbone, Labels.Count, hasTransitions: false);
        }

        backbone.Dispose();
        throw new RefusalException(RefusalKind.Invalid, ProblemCodes.WrongBase, "The base has no token types, by which a predicate is marked; networks like DistilBERT's cannot learn semantic role labelling.");
    }

    /// <inheritdoc/>
    public override ExampleSet<TaggedWindow>? Encode(SplitName split, TokenClassificationModel model, Tokenizer tokenizer)
    {
        SemanticRoleExample[] rows = [.. Rows(split)];
        if (rows.Length == 0)
        {
            return null;
        }

        WordEncoder encoder = new(tokenizer, model.Backbone.MaxLength);
        EncodedSentence[] encoded =
        [
            .. rows.AsParallel().AsOrdered().Select(row =>
            {
                (string text, WordSpan[] words) = SentenceText.Join(row.Words);
                return new EncodedSentence(row, encoder.EncodeBeginning(text, words));
            }),
        ];
        WarnOfCuts(split, encoded.Count(sentence => sentence.Window.Words.Length < sentence.Row.Words.Count), rows.Length, encoder.MaxLength);
        ExampleSet<TaggedWindow> examples = new([.. encoded.SelectMany(Examples)], Options.BatchTokens);
        sentences[examples] = encoded;
        return examples;
    }

    /// <inheritdoc/>
    public override Tensor Loss(TokenClassificationModel model, ExampleBatch<TaggedWindow> batch, Device device)
    {
        Tensor scores = model.Score(batch, device);
        Tensor total = zeros([], dtype: ScalarType.Float32, device: device);
        (long[] predicateRows, int[] predicates) = Words(batch, marked: false);
        if (predicateRows.Length > 0)
        {
            using Tensor rows = tensor(predicateRows, device: device);
            using Tensor targets = tensor(predicates.Select(target => (float)target).ToArray(), device: device);
            total += functional.binary_cross_entropy_with_logits(scores.PickRows(rows).select(1, 0), targets, reduction: Reduction.Sum);
        }

        (long[] roleRows, int[] roles) = Words(batch, marked: true);
        if (roleRows.Length > 0)
        {
            using Tensor rows = tensor(roleRows, device: device);
            using Tensor targets = tensor(roles.Select(target => (long)target).ToArray(), device: device);
            Tensor tagScores = scores.PickRows(rows).narrow(1, 1, tags.Tags.Count);
            total += functional.cross_entropy(tagScores, targets, reduction: Reduction.Sum);
        }

        return total / Weigh(batch);
    }

    /// <inheritdoc/>
    public override TaskEvaluation Evaluate(TokenClassificationModel model, ExampleSet<TaggedWindow> examples, Device device, CancellationToken cancellationToken)
    {
        EncodedSentence[] encoded = sentences[examples];
        RoleReader reader = new(tags);

        // As in prediction: first which words are predicates, and then the roles in those that were found.
        ExampleSet<TaggedWindow> plain = new([.. encoded.Index().Where(sentence => sentence.Item.Window.Words.Length > 0).Select(sentence => Unmarked(sentence.Item, sentence.Index))], Options.BatchTokens);
        TaggedWindow[] found =
        [
            .. plain.Examples.Zip(model.Score(plain, device, cancellationToken))
                .SelectMany(pair => reader.Predicates(pair.Second).Select(place => Marked(encoded[pair.First.Sentence], pair.First.Sentence, pair.First.Words[place], roles: null))),
        ];
        List<PredicateFrame>[] predicted = [.. encoded.Select(_ => new List<PredicateFrame>())];
        if (found.Length > 0)
        {
            ExampleSet<TaggedWindow> marked = new(found, Options.BatchTokens);
            foreach ((TaggedWindow window, float[] scores) in found.Zip(model.Score(marked, device, cancellationToken)))
            {
                predicted[window.Sentence].Add(new PredicateFrame(
                    PredicateOf(window),
                    reader.Tags(scores, window.Words, encoded[window.Sentence].Row.Words.Count)));
            }
        }

        RoleEvaluation evaluation = RoleMetrics.Compute([.. encoded.Select(sentence => sentence.Row.Verbs)], predicted);
        return TaskEvaluation.Of(new Dictionary<string, double>(evaluation.ToMetrics()) { ["loss"] = MeanLoss(model, examples, device, cancellationToken) }, evaluation);
    }

    /// <inheritdoc/>
    public override void Save(string directory, TokenClassificationModel model, Tokenizer tokenizer) => RoleLabelerCheckpoint.Save(directory, model, tokenizer, Labels);

    /// <inheritdoc/>
    protected override long Weigh(ExampleBatch<TaggedWindow> batch) => batch.Examples.Sum(window => (long)window.Rows.Length);

    private static int PredicateOf(TaggedWindow window) => window.Words[Array.FindIndex(window.Rows, row => window.TokenTypes![row] == 1)];

    /// <summary>The rows of a batch's scores of marked or unmarked windows, and what is to be said there.</summary>
    private static (long[] Rows, int[] Targets) Words(ExampleBatch<TaggedWindow> batch, bool marked)
    {
        List<long> rows = [];
        List<int> targets = [];
        long start = 0;
        foreach (TaggedWindow window in batch.Examples)
        {
            if (window.TokenTypes is not null == marked)
            {
                rows.AddRange(Enumerable.Range(0, window.Rows.Length).Select(word => start + word));
                targets.AddRange(window.Tags);
            }

            start += window.Rows.Length;
        }

        return ([.. rows], [.. targets]);
    }

    /// <summary>What is learnt from a sentence.</summary>
    private IEnumerable<TaggedWindow> Examples(EncodedSentence sentence, int index) => sentence.Window.Words.Length == 0
        ? []
        :
        [
            Unmarked(sentence, index),
            .. sentence.Row.Verbs.Where(frame => sentence.Window.Words.Contains(frame.Index)).Select(frame => Marked(sentence, index, frame.Index, frame.Tags)),
        ];

    private static TaggedWindow Unmarked(EncodedSentence sentence, int index)
    {
        int[] predicates = [.. Enumerable.Range(0, sentence.Row.Words.Count).Select(word => sentence.Row.Verbs.Any(frame => frame.Index == word) ? 1 : 0)];
        return TaggedWindow.Of(sentence.Window, predicates, index);
    }

    private TaggedWindow Marked(EncodedSentence sentence, int index, int predicate, IReadOnlyList<string>? roles)
    {
        int[] indices = [.. Enumerable.Range(0, sentence.Row.Words.Count).Select(word => roles is not null && known.Contains(roles[word]) ? tags.IndexOf(roles[word]) : 0)];
        return TaggedWindow.Of(sentence.Window, indices, index) with { TokenTypes = PredicateMarking.Mark(sentence.Window, predicate) };
    }

    private IEnumerable<SemanticRoleExample> Rows(SplitName split) => Rows(split, CanonicalDataset.ReadSemanticRoles);

    private sealed record EncodedSentence(SemanticRoleExample Row, WordWindow Window);
}
