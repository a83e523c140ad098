using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Architectures;
using Hone.Training.Artifacts;
using Hone.Training.Data;
using Hone.Training.Native;
using Hone.Training.Objectives;
using Hone.Training.Running;
using Hone.Training.Segmentation;
using Hone.Training.Text;
using Hone.Training.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace Hone.Training.Loop;

/// <summary>The recipe of pretraining: tokenizer, token shard, masked or causal language modelling, evaluation, model directory.</summary>
/// <param name="job">What to do.</param>
/// <param name="directory">Where the job's files are.</param>
/// <param name="events">Where to report.</param>
public sealed class Pretraining(TrainerSpecification job, JobDirectory directory, EventLog events)
{
    private readonly PretrainSpecification specification = job.Pretrain!;

    /// <summary>Does all of it; the finished model lies in <see cref="JobDirectory.Output"/>.</summary>
    /// <exception cref="RefusalException">The corpus or base cannot be used, or training diverged.</exception>
    public TrainerResult Run(CancellationToken cancellationToken)
    {
        PretrainingOptions options = specification.Training;
        Device device = Devices.Select(job.Device);
        Tokenizer tokenizer = PrepareTokenizer(cancellationToken);
        LearnWords(tokenizer, cancellationToken);
        using TokenShard shard = Encode(tokenizer, cancellationToken);
        Seeds.Set(options.Seed);
        using LanguageModel model = job.Base is { } start
            ? LanguageModelCheckpoint.LoadBase(start.Path, options.Dropout, events.Warning)
            : LanguageModelCheckpoint.Create(specification.Architecture ?? new ArchitectureOptions(), tokenizer.VocabularySize, options.Dropout, tokenizer.PadId ?? 0);
        if (options.WholeWordMasking && model is not MaskedLanguageModel)
        {
            throw new RefusalException(RefusalKind.Invalid, ProblemCodes.WrongBase, "Whole words are masked for encoders only, and the base is none.");
        }

        model.to(device);
        ScalarType precision = PrecisionChoice.Resolve(options.Precision, device, model.Backbone.GainsFromBFloat16);
        events.Log($"Computing in {precision} on {device}.");
        events.Log($"{model.ParameterCount():N0} weights, {tokenizer.VocabularySize:N0} pieces, {shard.Length:N0} tokens.");

        TokenBlocks blocks = model is MaskedLanguageModel
            ? new MaskedBlocks(
                shard, tokenizer, model.MaxLength, options.BatchTokens, options.MaskProbability, options.ValidationFraction, options.DocumentBoundaries)
            : new CausalBlocks(
                shard,
                model.MaxLength,
                options.BatchTokens,
                options.ValidationFraction,
                model is RecurrentLanguageModel { Bidirectional: true },
                options.DocumentBoundaries == DocumentBoundaries.Respect ? tokenizer.SeparatorId : null);
        LanguageModeling objective = new(model, device);
        using TrainingLoop<PredictionBatch> loop = new(objective, options, precision, options.Steps);
        TrainingProgress progress = new(events, options.Steps, blocks.TokensPerEpoch, loop.TakeLoss);
        IReadOnlyDictionary<string, double> metrics = new Dictionary<string, double>();
        Evaluate(0);
        foreach (TrainingStep step in loop.Run(blocks.Training(options.Seed).Take(options.Steps), cancellationToken))
        {
            progress.Took(step);
            if (step.Number % options.EvalEvery == 0 || step.Number == options.Steps)
            {
                Evaluate(step.Number);
            }
        }

        loop.Parameters.Release();
        TrainerResult result = new()
        {
            Task = model is MaskedLanguageModel ? TaskKind.FillMask : TaskKind.TextGeneration,
            Family = model.Family,
            Parameters = model.ParameterCount(),
            Metrics = metrics,
            Cost = TrainingCost.Of(progress.Tokens, model.ParameterCount()),
            Libraries = TorchRuntime.Versions,
        };
        OutputDirectory.Write(directory.Output, path =>
        {
            LanguageModelCheckpoint.Save(path, model, tokenizer);
            new ModelDirectory(path).WriteRecord(job.Record(result));
        });
        return result;

        void Evaluate(long step)
        {
            if (blocks.HasHeldOut)
            {
                double loss = objective.Evaluate(blocks.HeldOut(), cancellationToken);
                metrics = new Dictionary<string, double> { ["validation/loss"] = loss, ["validation/perplexity"] = Math.Exp(loss) };
                events.Metric(step, metrics);
            }
        }
    }

    private Tokenizer PrepareTokenizer(CancellationToken cancellationToken)
    {
        if (job.Base is { } start)
        {
            return Tokenizer.Load(start.Path);
        }

        PhaseProgress phase = new(events, "tokenizer");
        ModelFamily family = (specification.Architecture ?? new ArchitectureOptions()).Family;
        return TokenizerTrainer.Train(Documents(), specification.Tokenizer ?? new TokenizerOptions(), family, phase.Report, cancellationToken);
    }

    /// <summary>Learns the words of scripts without spaces, unless the base knows some.</summary>
    private void LearnWords(Tokenizer tokenizer, CancellationToken cancellationToken)
    {
        if (tokenizer.Segmenter.IsEmpty)
        {
            SegmentationOptions options = (specification.Tokenizer ?? new TokenizerOptions()).Segmentation;
            tokenizer.Segmenter = WordSegmenterTrainer.Train(Documents(), options, cancellationToken);
        }

        if (!tokenizer.Segmenter.IsEmpty)
        {
            events.Log($"{tokenizer.Segmenter.Words.Count:N0} words of scripts without spaces.");
        }
    }

    private TokenShard Encode(Tokenizer tokenizer, CancellationToken cancellationToken)
    {
        PhaseProgress phase = new(events, "encoding");
        long total = job.Corpora.Sum(corpus => corpus.Documents);
        return TokenShard.Create(
                Path.Combine(directory.Path, "tokens.bin"),
                Documents(),
                tokenizer,
                done => phase.Report(done, total),
                cancellationToken,
                specification.Training.WholeWordMasking)
            ?? throw new RefusalException(RefusalKind.Invalid, ProblemCodes.CorpusTooSmall, "The corpus holds no token to learn from.");
    }

    private IEnumerable<string> Documents() => job.Corpora.SelectMany(corpus => CanonicalCorpus.ReadDocuments(corpus.Path));
}
