using Hone.Domain.Datasets;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Problems;
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
using static TorchSharp.torch.nn;

namespace Hone.Training.Tasks;

/// <summary>
/// Find the predicates of a sentence and the roles of its words in each (Shi &amp; Lin 2019). A sentence is learnt from once for which of its words are
/// predicates, by binary cross-entropy, and once for each predicate, whose tokens are marked, for the tags of roles, by cross-entropy. A long sentence is read in
/// windows that overlap, and for the roles in windows around the predicate. Only what strict BIO allows is ever predicted. Where senses are asked for, the predicate's
/// first token is judged by all of them too, with a cross-entropy of its own.
/// </summary>
internal sealed class SemanticRoleTask(TrainerSpecification job, EventLog events) : FinetuningTask<TokenClassificationModel, TaggedWindow>(job, events)
{
    /// <summary>The target of a predicate whose sense is not known, of which nothing is learnt.</summary>
    private const long Unknown = -100;

    // At full weight there is more to learn from senses, which are many, than from roles, and those suffer.
    private const double SenseWeight = 0.1;

    private readonly TagSet tags = new(job.Dataset!.Labels);
    private readonly HashSet<string> known = [.. new TagSet(job.Dataset!.Labels).Tags];
    private readonly Dictionary<ExampleSet<TaggedWindow>, Sentence[]> sentences = [];
    private SenseInventory? senses;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Labels => [RoleLabelerCheckpoint.PredicateLabel, .. tags.Tags];

    /// <inheritdoc/>
    public override IEnumerable<string> TrainingTexts()
    {
        FindSenses();
        return Rows(SplitName.Train).Select(row => SentenceText.Join(row.Words).Text);
    }

    /// <inheritdoc/>
    public override TokenClassificationModel CreateModel(Tokenizer tokenizer)
    {
        FindSenses();
        Backbone backbone = CreateBackbone(tokenizer, tokenTypes: 2);
        if (backbone.TokenTypes > 1)
        {
            return new TokenClassificationModel(backbone, Labels.Count, hasTransitions: false, senses?.Senses.Count ?? 0);
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
        Sentence[] encoded =
        [
            .. rows.AsParallel().AsOrdered().Select(row =>
            {
                (string text, WordSpan[] words) = SentenceText.Join(row.Words);
                return new Sentence(row, encoder.Read(text, words));
            }),
        ];
        ExampleSet<TaggedWindow> examples = new([.. encoded.SelectMany(Examples)], Options.BatchTokens);
        sentences[examples] = encoded;
        return examples;
    }

    /// <inheritdoc/>
    public override Tensor Loss(TokenClassificationModel model, ExampleBatch<TaggedWindow> batch, Device device)
    {
        (Tensor scores, Tensor? senseScores) = model.ScoreWithSenses(batch, device);
        Tensor total = zeros([], dtype: ScalarType.Float32, device: device);
        (long[] predicateRows, int[] predicates) = Words(batch, marked: false);
        if (predicateRows.Length > 0)
        {
            using Tensor rows = tensor(predicateRows, device: device);
            using Tensor targets = tensor(predicates.Select(target => (float)target).ToArray(), device: device);
            total = total.Plus(functional.binary_cross_entropy_with_logits(scores.PickRows(rows).select(1, 0), targets, reduction: Reduction.Sum));
        }

        (long[] roleRows, int[] roles) = Words(batch, marked: true);
        if (roleRows.Length > 0)
        {
            using Tensor rows = tensor(roleRows, device: device);
            using Tensor targets = tensor(roles.Select(target => (long)target).ToArray(), device: device);
            Tensor tagScores = scores.PickRows(rows).narrow(1, 1, tags.Tags.Count);
            total = total.Plus(functional.cross_entropy(tagScores, targets, reduction: Reduction.Sum));
        }

        Tensor mean = total.Over(batch.Examples.Sum(window => (long)window.Rows.Length));
        return senseScores is null ? mean : mean.Plus(SenseLoss(senseScores, batch).Times(SenseWeight));
    }

    /// <summary>The mean cross-entropy of the predicates in a batch whose sense is known, of scores <c>[asked, senses]</c>.</summary>
    private Tensor SenseLoss(Tensor scores, ExampleBatch<TaggedWindow> batch)
    {
        long[] right = [.. batch.Examples.Where(window => window.Sense is not null).Select(window => window.Sense!.Right is { } sense ? senses!.IndexOf(sense) : Unknown)];
        using Tensor targets = tensor(right, device: scores.device);
        return functional.cross_entropy(scores, targets, ignore_index: Unknown, reduction: Reduction.Sum).Over(Math.Max(1, right.Count(target => target != Unknown)));
    }

    /// <inheritdoc/>
    public override TokenClassificationModel Load(string directory)
    {
        (TokenClassificationModel model, IReadOnlyList<string> outputs, senses) = RoleLabelerCheckpoint.Load(directory);
        if (tags.Tags.SequenceEqual(outputs))
        {
            return model;
        }

        model.Dispose();
        throw Checkpoint.Refuse("Its labels (id2label) are not PREDICATE, O, and B- and I- of every role in turn.");
    }

    /// <inheritdoc/>
    public override Judgement Judge(TokenClassificationModel model, ExampleSet<TaggedWindow> examples, Device device, CancellationToken cancellationToken)
    {
        Sentence[] encoded = sentences[examples];
        RoleReader reader = new(tags);
        double[] sums = new double[encoded.Length];
        long[] words = new long[encoded.Length];
        double[] right = new double[encoded.Length];
        Answer[] given = Ask(model, examples, device, cancellationToken);
        foreach ((TaggedWindow window, Answer answer) in examples.Examples.Zip(given))
        {
            sums[window.Sentence] += LossOf(window, answer.Scores);
            words[window.Sentence] += window.Rows.Length;
            right[window.Sentence] += window.Sense?.Right is { } sense && sense == answer.Sense ? 1 : 0;
        }

        // As in prediction: first which words are predicates, and then the roles in those that were found.
        (int Sentence, int Predicate)[] pairs =
        [
            .. examples.Examples.Zip(given)
                .Where(pair => pair.First.TokenTypes is null)
                .SelectMany(pair => reader.Predicates([pair.Second.Scores], pair.First.Words).Select(predicate => (pair.First.Sentence, predicate))),
        ];
        List<PredicateFrame>[] predicted = [.. encoded.Select(_ => new List<PredicateFrame>())];
        TaggedWindow[] found = [.. pairs.Index().SelectMany(pair => Marked(encoded[pair.Item.Sentence], pair.Index, new PredicateFrame(pair.Item.Predicate, [])))];
        ExampleSet<TaggedWindow> marked = new(found, Options.BatchTokens);
        foreach (IGrouping<int, (TaggedWindow Window, Answer Answer)> pair in found.Zip(Ask(model, marked, device, cancellationToken)).GroupBy(scored => scored.First.Sentence))
        {
            (int sentence, int predicate) = pairs[pair.Key];
            int[] seen = [.. pair.SelectMany(scored => scored.Window.Words)];
            string[] roles = reader.Tags(pair.Select(scored => scored.Answer.Scores), seen, encoded[sentence].Row.Words.Count);
            predicted[sentence].Add(new PredicateFrame(predicate, roles, pair.Select(scored => scored.Answer.Sense).FirstOrDefault(sense => sense is not null)));
        }

        MeanRows losses = new(TaskMetrics.Loss, sums, words);
        IReadOnlyList<PredicateFrame>[] truth = [.. encoded.Select(sentence => sentence.Row.Verbs)];
        long[] asked = [.. truth.Select(frames => senses is null ? 0 : frames.LongCount(frame => frame.Sense is not null))];
        MeanRows? ofSenses = asked.Sum() == 0 ? null : new MeanRows(TaskMetrics.Senses, right, asked);
        RoleEvaluation evaluation = RoleMetrics.Compute(truth, predicted) with { Senses = ofSenses is null ? null : new SenseEvaluation(ofSenses.Mean, asked.Sum()) };
        SpanCounter[] counters = [.. truth.Select(_ => new SpanCounter())];
        (int Found, int Perfect)[] hits = [.. counters.Index().Select(row => row.Item.Add(truth[row.Index], predicted[row.Index]))];
        return new Judgement
        {
            Evaluation = TaskEvaluation.Of(new Dictionary<string, double>(evaluation.ToMetrics()) { [TaskMetrics.Loss] = losses.Mean }, evaluation),
            Rows = new CombinedRows([
                DecisionRows.OfSpans(counters),
                new DecisionRows(["predicates"], [.. hits.Select((hit, row) => new Decision[] { new(0, hit.Found, truth[row].Count, predicted[row].Count) })], only: "f1/predicates"),
                losses,
                .. ofSenses is null ? (RowMetrics[])[] : [ofSenses],
            ]),
            Losses = losses.Means,
            Right = [.. hits.Select((hit, row) => hit.Perfect == truth[row].Count && predicted[row].Count == truth[row].Count)],
            Predicted = row => new { verbs = predicted[row] },
        };
    }

    private Answer[] Ask(TokenClassificationModel model, ExampleSet<TaggedWindow> windows, Device device, CancellationToken cancellationToken)
    {
        Answer[] answers = new Answer[windows.Count];
        JudgeInBatches(windows, Ask, cancellationToken);
        return answers;

        void Ask(ExampleBatch<TaggedWindow> batch, ReadOnlyMemory<int> places)
        {
            (Tensor scores, Tensor? senseScores) = model.ScoreWithSenses(batch, device);
            ReadOnlyMemory<float> left = senseScores?.cpu().data<float>().ToArray();
            foreach ((int index, float[] given) in WindowScores.Divide(scores, batch.Examples).Index())
            {
                string? sense = null;
                if (batch.Examples[index].Sense is { } asked)
                {
                    sense = senses!.Choose(asked.Word, left.Span[..senses.Senses.Count]);
                    left = left[senses.Senses.Count..];
                }

                answers[places.Span[index]] = new Answer(given, sense);
            }
        }
    }

    /// <summary>The loss of a window, over all its words together, in nats.</summary>
    private double LossOf(TaggedWindow window, float[] scores) => scores.Chunk(tags.Tags.Count + 1).Zip(window.Tags, (word, target) => window.TokenTypes is null
        ? ClassificationScores.BinaryLoss(word[0], target == 1)
        : ClassificationScores.LossOf(word.AsSpan(1), [target], isMultiLabel: false)).Sum();

    /// <inheritdoc/>
    public override void Save(string directory, TokenClassificationModel model, Tokenizer tokenizer) => RoleLabelerCheckpoint.Save(directory, model, tokenizer, Labels, senses);

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
    private IEnumerable<TaggedWindow> Examples(Sentence sentence, int index) =>
    [
        .. Unmarked(sentence, index),
        .. sentence.Row.Verbs.Where(frame => sentence.Tokens.Has(frame.Index)).SelectMany(frame => Marked(sentence, index, frame)),
    ];

    private static IEnumerable<TaggedWindow> Unmarked(Sentence sentence, int index)
    {
        int[] predicates = [.. Enumerable.Range(0, sentence.Row.Words.Count).Select(word => sentence.Row.Verbs.Any(frame => frame.Index == word) ? 1 : 0)];
        return sentence.Tokens.Windows().Select(window => TaggedWindow.Of(window, predicates, index));
    }

    /// <summary>The windows around a predicate. Of one that was only found the frame has no tags.</summary>
    private IEnumerable<TaggedWindow> Marked(Sentence sentence, int index, PredicateFrame frame)
    {
        int[] indices = [.. Enumerable.Range(0, sentence.Row.Words.Count).Select(word => word < frame.Tags.Count && known.Contains(frame.Tags[word]) ? tags.IndexOf(frame.Tags[word]) : 0)];
        return sentence.Tokens.WindowsAround(frame.Index).Select(window =>
        {
            int place = senses is null ? -1 : Array.IndexOf(window.Words, frame.Index);
            return TaggedWindow.Of(window, indices, index) with
            {
                Sense = place < 0 ? null : new AskedSense(window.Rows[place], sentence.Row.Words[frame.Index], frame.Sense),
            };
        });
    }

    /// <summary>Learns which senses there are, where they are asked for.</summary>
    private void FindSenses()
    {
        if (Specification.Senses)
        {
            senses ??= SenseInventory.Of(Rows(SplitName.Train))
                ?? throw new RefusalException(RefusalKind.Invalid, ProblemCodes.NoSenses, "No predicate of the train split has a 'sense'; without 'senses' its roles can be learnt.");
        }
    }

    private IEnumerable<SemanticRoleExample> Rows(SplitName split) => Rows(split, CanonicalDataset.ReadSemanticRoles);

    /// <summary>What a network says about a window.</summary>
    /// <param name="Scores">Those of its words, <c>[words · outputs]</c>.</param>
    /// <param name="Sense">That of the predicate; null where it is not asked for.</param>
    private readonly record struct Answer(float[] Scores, string? Sense);

    private sealed record Sentence(SemanticRoleExample Row, TokenizedWords Tokens);
}
