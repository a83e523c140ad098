using Hone.Benchmarks.Corpora;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;
using Hone.Training.Artifacts;
using Hone.Training.Native;
using Hone.Training.Tokenization;

namespace Hone.Benchmarks.Speed.Training;

/// <summary>The sizes of a network that is trained, and of a step.</summary>
/// <param name="Family">What kind of network.</param>
/// <param name="Layers">Its layers.</param>
/// <param name="Hidden">Its hidden size.</param>
/// <param name="Sequences">Sequences in a step.</param>
/// <param name="Length">Tokens of each.</param>
/// <param name="Vocabulary">Tokens there are.</param>
internal sealed record TrainingShape(ModelFamily Family, int Layers, int Hidden, int Sequences, int Length, int Vocabulary)
{
    /// <summary>Part of the tokens that a masked language model predicts.</summary>
    public const double MaskProbability = 0.15;

    private const int HeadWidth = 64;

    /// <summary>Heads of its attention.</summary>
    public int Heads => Hidden / HeadWidth;

    /// <summary>Tokens of a step.</summary>
    public int Tokens => Sequences * Length;

    /// <summary>
    /// Floating-point operations that the mathematics of masked language modelling takes for a token, forward and backward: of the matrices of the layers,
    /// of attention, and of the output for the tokens that are predicted.
    /// </summary>
    public double MaskedLanguageModelingFlops =>
        6.0 * ((12.0 * Layers * Hidden * Hidden) + (2.0 * Layers * Hidden * Length) + (MaskProbability * Hidden * Vocabulary));

    /// <inheritdoc/>
    public override string ToString() => $"{Layers} × {Hidden}";

    /// <summary>Writes a language model with fresh weights and a tokenizer of the texts, for jobs to begin from, so that none has to learn a vocabulary.</summary>
    /// <param name="directory">The model directory; made here.</param>
    /// <param name="texts">What the vocabulary is learnt from.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The model as a job names it.</returns>
    public ModelInput WriteBase(string directory, IEnumerable<string> texts, CancellationToken cancellationToken)
    {
        Seeds.Set(1);
        Tokenizer tokenizer = TokenizerTrainer.Train(texts, new TokenizerOptions { VocabularySize = Vocabulary }, Family, null, cancellationToken);
        ArchitectureOptions architecture = new()
        {
            Family = Family,
            Layers = Layers,
            Hidden = Hidden,
            Heads = Family == ModelFamily.Rnn ? null : Heads,
            MaxLength = Length,
        };
        using Hone.Training.Architectures.LanguageModel model = LanguageModelCheckpoint.Create(architecture, tokenizer.VocabularySize, dropout: 0);
        Directory.CreateDirectory(directory);
        LanguageModelCheckpoint.Save(directory, model, tokenizer);
        return new ModelInput(Guid.Empty, "speed", 1, directory);
    }

    /// <summary>A pretraining job of a number of steps with all that belongs to one: reading, masking, dropout, reports.</summary>
    /// <param name="start">The model to begin from.</param>
    /// <param name="corpora">What is learnt from.</param>
    /// <param name="steps">How many steps.</param>
    /// <param name="threads">Threads to compute with.</param>
    public TrainerSpecification Pretraining(ModelInput start, IReadOnlyList<PreparedCorpus> corpora, int steps, int threads) => new()
    {
        JobId = Guid.Empty,
        Device = "cpu",
        Threads = threads,
        Base = start,
        Corpora = [.. corpora.Select(corpus => corpus.Input)],
        Pretrain = new PretrainSpecification
        {
            Model = start.Model,
            Corpora = [.. corpora.Select(corpus => corpus.Name)],
            Training = new()
            {
                Steps = steps,
                BatchTokens = Tokens,
                MaskProbability = MaskProbability,
                Dropout = Family == ModelFamily.Rnn ? 0 : 0.1,
                EvalEvery = steps,
                ValidationFraction = 0,
            },
        },
    };
}
