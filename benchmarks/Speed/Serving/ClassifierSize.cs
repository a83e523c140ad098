using Hone.Benchmarks.Corpora;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Tasks;
using Hone.Training.Architectures;
using Hone.Training.Artifacts;
using Hone.Training.Native;
using Hone.Training.Tokenization;

namespace Hone.Benchmarks.Speed.Serving;

/// <summary>A classifier that is served: how large it is. Its weights are random, which costs as much to compute as what was learnt.</summary>
/// <param name="Layers">Layers of the encoder.</param>
/// <param name="Hidden">Its hidden size.</param>
internal sealed record ClassifierSize(int Layers, int Hidden)
{
    private const int HeadWidth = 64;
    private const int MaxLength = 128;
    private const int VocabularySize = 8000;

    /// <summary>A small one, as is pretrained on a processor.</summary>
    public static ClassifierSize Mini { get; } = new(4, 256);

    /// <summary>One of BERT's size.</summary>
    public static ClassifierSize Base { get; } = new(12, 768);

    /// <summary>Heads of its attention.</summary>
    public int Heads => Hidden / HeadWidth;

    /// <summary>A name for a model of this size.</summary>
    public string Name => $"encoder-{Layers}x{Hidden}";

    /// <inheritdoc/>
    public override string ToString() => $"{Layers} × {Hidden}";

    /// <summary>Writes a model directory with two labels and a tokenizer that learnt from the texts.</summary>
    public void Write(string directory, IEnumerable<string> texts, CancellationToken cancellationToken)
    {
        Seeds.Set(1);
        Tokenizer tokenizer = WordPieceTrainer.Train(texts, new TokenizerOptions { VocabularySize = VocabularySize }, null, cancellationToken);
        ArchitectureOptions architecture = new() { Layers = Layers, Hidden = Hidden, Heads = Heads, MaxLength = MaxLength };
        using Encoder encoder = new(EncoderConfiguration.From(architecture, tokenizer.VocabularySize));
        using TextClassificationModel model = new(encoder, labels: 2, Pooling.Cls);
        Directory.CreateDirectory(directory);
        TextClassifierCheckpoint.Save(directory, model, tokenizer, new TextClassifierSettings { Labels = ["negative", "positive"], Pooling = Pooling.Cls });
    }

    /// <summary>The texts that models are asked about: sentences of film reviews.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="folder">Where canonical files go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static IReadOnlyList<string> ReadTexts(string data, string folder, CancellationToken cancellationToken)
    {
        string source = Path.Combine(data, "classification", "sentence-polarity");
        return [.. PreparedDataset.Create("sentence-polarity", TaskKind.TextClassification, source, folder, cancellationToken).Texts(Domain.Datasets.SplitName.Train)];
    }
}
