using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;

namespace Hone.Benchmarks.Perplexity;

/// <summary>A network and how it is pretrained.</summary>
/// <param name="Name">What the table calls it, and <c>--only</c> chooses it by.</param>
/// <param name="Objective">What it learns to predict.</param>
/// <param name="Architecture">Its sizes; the length of a sequence is the corpus's.</param>
/// <param name="Training">How it is trained; the seed and the number of steps are the command line's.</param>
internal sealed record PerplexityRecipe(string Name, PretrainingObjective Objective, ArchitectureOptions Architecture, PretrainingOptions Training)
{
    /// <summary>Every family with every objective it has.</summary>
    public static IReadOnlyList<PerplexityRecipe> All { get; } =
    [
        Encoder("encoder", NormPlacement.Post),
        Encoder("encoder-pre-norm", NormPlacement.Pre),
        Decoder("decoder"),
        Recurrent("rnn-tanh", RecurrentCell.Tanh, learningRate: 1e-3),
        Recurrent("rnn-relu", RecurrentCell.Relu, learningRate: 1e-3),
        Recurrent("rnn-lstm", RecurrentCell.Lstm, learningRate: 3e-3),
        Recurrent("rnn-gru", RecurrentCell.Gru, learningRate: 3e-3),
        Recurrent("rnn-lstm-both-ways", RecurrentCell.Lstm, learningRate: 3e-3, bidirectional: true),
    ];

    /// <summary>Layers and hidden size.</summary>
    public string Size => $"{Architecture.Resolve().Layers} × {Architecture.Resolve().Hidden}";

    /// <summary>Where a network stands among all; behind them if it is none of them.</summary>
    public static int IndexOf(string name) => All.TakeWhile(recipe => recipe.Name != name).Count();

    /// <summary>The job that trains it.</summary>
    public TrainerSpecification Job(CorpusInput corpus, PerplexityOptions options)
    {
        int maxLength = options.Length + (Objective == PretrainingObjective.Masked ? SplitText.Frame : 0);
        int stepTokens = Objective == PretrainingObjective.Masked ? options.StepTokens / 2 : options.StepTokens;
        int steps = (int)Math.Max(1, options.Tokens / stepTokens);
        return new TrainerSpecification
        {
            JobId = Guid.Empty,
            Device = "cpu",
            Threads = options.Threads,
            Corpora = [corpus],
            Pretrain = new PretrainSpecification
            {
                Model = Name,
                Corpora = [corpus.Name],
                Architecture = Architecture with { MaxLength = maxLength },
                Tokenizer = options.Tokenizer,
                Training = Training with
                {
                    Steps = steps,
                    BatchTokens = stepTokens,
                    LearningRate = options.LearningRate ?? Training.LearningRate,
                    Seed = options.Seed,
                    ValidationFraction = PerplexityOptions.HeldOutFraction,
                    EvalEvery = Math.Max(1, steps / 4),
                },
            },
        };
    }

    private static PerplexityRecipe Encoder(string name, NormPlacement norm) => new(
        name,
        PretrainingObjective.Masked,
        new ArchitectureOptions { Family = ModelFamily.TransformerEncoder, Preset = ArchitecturePreset.Tiny, Norm = norm },
        new PretrainingOptions { LearningRate = 1e-3, MaskProbability = 0.3 }); // more than BERT's (Wettig et al. 2023), as steps are few

    private static PerplexityRecipe Decoder(string name) => new(
        name,
        PretrainingObjective.Causal,
        new ArchitectureOptions { Family = ModelFamily.TransformerDecoder, Preset = ArchitecturePreset.Tiny },
        new PretrainingOptions { LearningRate = 2e-3 });

    private static PerplexityRecipe Recurrent(string name, RecurrentCell cell, double learningRate, bool bidirectional = false) => new(
        name,
        bidirectional ? PretrainingObjective.CausalBothWays : PretrainingObjective.Causal,
        new ArchitectureOptions { Family = ModelFamily.Rnn, Layers = 1, Hidden = 256, Cell = cell, Bidirectional = bidirectional },
        new PretrainingOptions { LearningRate = learningRate });
}
