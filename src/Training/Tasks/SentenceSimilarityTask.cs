using Hone.Domain.Datasets;
using Hone.Domain.Jobs.Running;
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

/// <summary>
/// Say how much alike two texts are, by the cosine of their vectors (Reimers &amp; Gurevych 2019). Where pairs have scores, the loss is the squared distance
/// of the cosine from them; where they only belong together, it is the cross-entropy in nats of finding a text's partner among those of the batch
/// (Henderson et al. 2017).
/// </summary>
internal sealed class SentenceSimilarityTask : FinetuningTask<SentenceEmbeddingModel, SentencePair>
{
    // What cosines are multiplied by before they are compared, as in Sentence Transformers.
    private const double Scale = 20;

    // Among how many pairs a partner is sought in evaluation.
    private const int Sought = 256;

    private readonly bool hasScores;
    private readonly double lowest;
    private readonly double highest = 1;

    public SentenceSimilarityTask(TrainerSpecification job, EventLog events)
        : base(job, events)
    {
        double[] scores = [.. Rows(SplitName.Train).Where(row => row.Score is not null).Select(row => row.Score!.Value)];
        hasScores = scores.Length > 0;
        if (hasScores)
        {
            (lowest, highest) = (scores.Min(), scores.Max());
        }
    }

    /// <inheritdoc/>
    public override string MainMetric => hasScores ? "spearman" : "accuracy";

    /// <inheritdoc/>
    public override IEnumerable<string> TrainingTexts() => Rows(SplitName.Train).SelectMany(row => new[] { row.Text, row.TextPair });

    /// <inheritdoc/>
    public override SentenceEmbeddingModel CreateModel(Tokenizer tokenizer) => new(CreateBackbone(tokenizer));

    /// <inheritdoc/>
    public override ExampleSet<SentencePair>? Encode(SplitName split, SentenceEmbeddingModel model, Tokenizer tokenizer)
    {
        SimilarityExample[] rows = [.. Rows(split)];
        if (rows.Length == 0)
        {
            return null;
        }

        SequenceEncoder encoder = new(tokenizer, model.Backbone.MaxLength);
        (EncodedSequence First, EncodedSequence Second)[] encoded = [.. rows.AsParallel().AsOrdered().Select(row => (encoder.Encode(row.Text), encoder.Encode(row.TextPair)))];
        WarnOfCuts(split, encoded.Count(pair => pair.First.Truncated || pair.Second.Truncated), rows.Length, encoder.MaxLength);
        return new ExampleSet<SentencePair>(
            [.. encoded.Zip(rows, (pair, row) => new SentencePair([.. pair.First.Ids, .. pair.Second.Ids], pair.First.Ids.Length, Normalize(row.Score)))],
            Options.BatchTokens);
    }

    /// <inheritdoc/>
    public override Tensor Loss(SentenceEmbeddingModel model, ExampleBatch<SentencePair> batch, Device device)
    {
        Tensor[] vectors = Embed(model, batch, device);
        if (hasScores)
        {
            using Tensor scores = tensor(batch.Examples.Select(pair => (float)pair.Score).ToArray(), device: device);
            return ((vectors[0] * vectors[1]).sum([1]) - scores).square().mean();
        }

        using Tensor partners = Arithmetic.Count(0, batch.Examples.Count, device);
        return functional.cross_entropy(vectors[0].mm(vectors[1].t()).Times(Scale), partners);
    }

    /// <inheritdoc/>
    public override SentenceEmbeddingModel Load(string directory) => new(BackboneCheckpoint.LoadBase(directory, dropout: 0, tokenTypes: 0));

    /// <inheritdoc/>
    public override Judgement Judge(SentenceEmbeddingModel model, ExampleSet<SentencePair> examples, Device device, CancellationToken cancellationToken)
    {
        using IDisposable noGrad = no_grad();
        List<double> cosines = [];
        List<double> losses = [];
        List<int> ranks = [];
        foreach (SentencePair[] pairs in examples.Examples.Chunk(Sought))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using IDisposable scope = NewDisposeScope();
            Tensor[] vectors = Embed(model, new ExampleBatch<SentencePair>(pairs), device);
            foreach ((int index, float[] row) in vectors[0].mm(vectors[1].t()).cpu().data<float>().ToArray().Chunk(pairs.Length).Index())
            {
                float own = row[index];
                cosines.Add(own);
                losses.Add(hasScores ? (own - pairs[index].Score) * (own - pairs[index].Score) : ClassificationScores.LossOf(row, [index], isMultiLabel: false, Scale));
                ranks.Add(1 + row.Count(cosine => cosine > own));
            }

            Judged?.Invoke(cosines.Count, examples.Count);
        }

        MeanRows loss = new(TaskMetrics.Loss, losses);
        return hasScores ? JudgeScores(examples, cosines, loss) : JudgePartners(examples, cosines, ranks, loss);
    }

    private static Judgement JudgeScores(ExampleSet<SentencePair> examples, List<double> cosines, MeanRows loss)
    {
        double[] gold = [.. examples.Examples.Select(pair => pair.Score)];
        SimilarityEvaluation evaluation = gold.Length < 2 ? new SimilarityEvaluation(gold.Length, 0, 0) : SimilarityEvaluation.Of(gold, cosines);
        return new Judgement
        {
            Evaluation = TaskEvaluation.Of(new Dictionary<string, double>(evaluation.ToMetrics()) { [TaskMetrics.Loss] = loss.Mean }, evaluation),
            Rows = new CombinedRows(new CorrelationRows(gold, cosines), loss),
            Losses = loss.Means,
            Predicted = row => new { score = cosines[row] },
        };
    }

    private static Judgement JudgePartners(ExampleSet<SentencePair> examples, List<double> cosines, List<int> ranks, MeanRows loss)
    {
        bool[] right = [.. ranks.Select(rank => rank == 1)];
        MeanRows accuracy = new("accuracy", [.. right.Select(row => row ? 1.0 : 0)]);
        RetrievalEvaluation evaluation = new(examples.Count, Math.Min(Sought, examples.Count), accuracy.Mean);
        return new Judgement
        {
            Evaluation = TaskEvaluation.Of(new Dictionary<string, double>(evaluation.ToMetrics()) { [TaskMetrics.Loss] = loss.Mean }, evaluation),
            Rows = new CombinedRows(accuracy, loss),
            Losses = loss.Means,
            Right = right,
            IsAccuracy = true,
            Predicted = row => new { score = cosines[row], rank = ranks[row] },
        };
    }

    /// <inheritdoc/>
    public override void Save(string directory, SentenceEmbeddingModel model, Tokenizer tokenizer) => BackboneCheckpoint.Save(directory, model, tokenizer, "Model", []);

    /// <summary>The vectors of the first texts and of the second, <c>[pairs, width]</c> each.</summary>
    private static Tensor[] Embed(SentenceEmbeddingModel model, ExampleBatch<SentencePair> batch, Device device)
    {
        using PackedSequences sequences = batch.Pack(device);
        return model.forward(sequences).view(batch.Examples.Count, 2, -1).unbind(1);
    }

    /// <summary>Scores of any scale, from 0 to 1.</summary>
    private double Normalize(double? score) => score is not { } given || highest == lowest ? 1 : Math.Clamp((given - lowest) / (highest - lowest), 0, 1);

    private IEnumerable<SimilarityExample> Rows(SplitName split) => Rows(split, CanonicalDataset.ReadSimilarity);
}
