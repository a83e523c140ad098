using Hone.Domain.Datasets;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Tasks;
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

/// <summary>
/// Go on with texts as those of the data set go on: the loss is the mean cross-entropy of a token in nats, of whole texts or, where there are prompts,
/// of what follows them. A text begins and ends with the token that ends documents, as generation expects it.
/// </summary>
internal sealed class TextGenerationTask(TrainerSpecification job, EventLog events) : FinetuningTask<LanguageModel, GenerationSequence>(job, events)
{
    private readonly TrainerSpecification job = job;
    private readonly Dictionary<ExampleSet<GenerationSequence>, int[]> rowsOf = [];

    /// <inheritdoc/>
    public override IEnumerable<string> TrainingTexts() => Rows(SplitName.Train).Select(row => row.Text ?? row.Prompt + row.Completion);

    /// <inheritdoc/>
    public override LanguageModel CreateModel(Tokenizer tokenizer) => job.Base switch
    {
        null => LanguageModelCheckpoint.Create(Specification.Architecture ?? new(), tokenizer.VocabularySize, Options.Dropout, tokenizer.PadId ?? 0),
        { } start when Specification.Reinitialize => LanguageModelCheckpoint.CreateLike(start.Path, Options.Dropout),
        { } start => LanguageModelCheckpoint.LoadBase(start.Path, Options.Dropout, Warn),
    };

    /// <inheritdoc/>
    public override ExampleSet<GenerationSequence>? Encode(SplitName split, LanguageModel model, Tokenizer tokenizer)
    {
        GenerationExample[] rows = [.. Rows(split)];
        if (rows.Length == 0)
        {
            return null;
        }

        (GenerationSequence[] Sequences, bool Cut)[] encoded =
            [.. rows.AsParallel().AsOrdered().Select(row => row.Text is { } text ? EncodeText(text, tokenizer, model.MaxLength) : EncodePrompt(row, tokenizer, model.MaxLength))];
        WarnOfCuts(split, encoded.Count(row => row.Cut), rows.Length, model.MaxLength);
        ExampleSet<GenerationSequence> examples = new([.. encoded.SelectMany(row => row.Sequences)], Options.BatchTokens);
        rowsOf[examples] = [.. encoded.Index().SelectMany(row => row.Item.Sequences.Select(_ => row.Index))];
        return examples;
    }

    /// <summary>The cross-entropy of the tokens that are to be foreseen in a batch, sequence behind sequence.</summary>
    private static Tensor Losses(LanguageModel model, ExampleBatch<GenerationSequence> batch, Device device, Reduction reduction)
    {
        long start = 0;
        List<long> rows = [];
        foreach (GenerationSequence sequence in batch.Examples)
        {
            rows.AddRange(Enumerable.Range(sequence.First, sequence.Targets.Length).Select(row => start + row));
            start += sequence.Ids.Length;
        }

        using PackedSequences sequences = batch.Pack(device);
        using Tensor places = tensor(rows, device: device);
        using Tensor targets = tensor(batch.Examples.SelectMany(sequence => sequence.Targets).Select(token => (long)token).ToArray(), device: device);
        return functional.cross_entropy(model.forward(sequences, places).to_type(ScalarType.Float32), targets, reduction: reduction);
    }

    /// <inheritdoc/>
    public override Tensor Loss(LanguageModel model, ExampleBatch<GenerationSequence> batch, Device device) => Losses(model, batch, device, Reduction.Mean);

    /// <inheritdoc/>
    public override LanguageModel Load(string directory) => LanguageModelCheckpoint.Load(directory);

    /// <inheritdoc/>
    public override Judgement Judge(LanguageModel model, ExampleSet<GenerationSequence> examples, Device device, CancellationToken cancellationToken)
    {
        int[] rows = rowsOf[examples];
        double[] sums = new double[rows[^1] + 1];
        long[] tokens = new long[sums.Length];
        JudgeInBatches(examples, Judge, cancellationToken);
        MeanRows losses = new(TaskMetrics.Loss, sums, tokens, exponential: "perplexity");
        double[] means = losses.Means;
        LanguageModelEvaluation evaluation = new(sums.Length, tokens.Sum(), losses.Mean);
        return new Judgement
        {
            Evaluation = TaskEvaluation.Of(evaluation.ToMetrics(), evaluation),
            Rows = losses,
            Losses = means,
            Predicted = row => new { perplexity = Math.Exp(means[row]), tokens = tokens[row] },
        };

        void Judge(ExampleBatch<GenerationSequence> batch, ReadOnlyMemory<int> places)
        {
            float[] values = Losses(model, batch, device, Reduction.None).cpu().data<float>().ToArray();
            int next = 0;
            foreach ((int index, GenerationSequence sequence) in batch.Examples.Index())
            {
                int row = rows[places.Span[index]];
                tokens[row] += sequence.Targets.Length;
                foreach (float value in values.AsSpan(next, sequence.Targets.Length))
                {
                    sums[row] += value;
                }

                next += sequence.Targets.Length;
            }
        }
    }

    /// <inheritdoc/>
    public override void Save(string directory, LanguageModel model, Tokenizer tokenizer) => LanguageModelCheckpoint.Save(directory, model, tokenizer);

    /// <summary>A text in as many sequences as it takes.</summary>
    private static (GenerationSequence[] Sequences, bool Cut) EncodeText(string text, Tokenizer tokenizer, int maxLength)
    {
        List<int> ids = [tokenizer.SeparatorId];
        tokenizer.Encode(text, ids);
        ids.Add(tokenizer.SeparatorId);
        int[][] chunks = [.. Enumerable.Range(0, ids.Count - 1).Chunk(maxLength).Select(rows => rows.ToArray())];
        return ([.. chunks.Select(rows => new GenerationSequence([.. rows.Select(row => ids[row])], 0, [.. rows.Select(row => ids[row + 1])]))], false);
    }

    /// <summary>A prompt and what follows it; where both are too long, the prompt loses its beginning, and only then the rest its end.</summary>
    private static (GenerationSequence[] Sequences, bool Cut) EncodePrompt(GenerationExample row, Tokenizer tokenizer, int maxLength)
    {
        List<int> prompt = [];
        List<int> completion = [];
        tokenizer.Encode(row.Prompt!, prompt);
        tokenizer.Encode(row.Completion!, completion);
        completion.Add(tokenizer.SeparatorId);
        bool cut = prompt.Count + completion.Count > maxLength;
        int kept = Math.Min(completion.Count, maxLength);
        int room = maxLength - kept;
        int[] read = [tokenizer.SeparatorId, .. prompt.Skip(Math.Max(0, prompt.Count - room)), .. completion.Take(kept - 1)];
        return ([new GenerationSequence(read, read.Length - kept, [.. completion.Take(kept)])], cut);
    }

    private IEnumerable<GenerationExample> Rows(SplitName split) => Rows(split, CanonicalDataset.ReadGeneration);
}
