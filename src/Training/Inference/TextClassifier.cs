using Hone.Domain.Problems;
using Hone.Training.Architectures;
using Hone.Training.Artifacts;
using Hone.Training.Native;
using Hone.Training.Tokenization;
using static TorchSharp.torch;

namespace Hone.Training.Inference;

/// <summary>A fine-tuned classifier, loaded to say how likely each label is.</summary>
public sealed class TextClassifier : IBatchPredictor
{
    private readonly TextClassificationModel model;
    private readonly TextClassifierSettings settings;
    private readonly SequenceEncoder encoder;
    private readonly Device device;

    private TextClassifier(TextClassificationModel model, TextClassifierSettings settings, Tokenizer tokenizer, Device device)
    {
        this.model = model;
        this.settings = settings;
        this.device = device;
        encoder = new SequenceEncoder(tokenizer, model.Backbone.MaxLength, model.Backbone.TokenTypes);
        MemoryBytes = model.CountBytes();
        WarmUp = Encode("The first batch finds memory to allocate and kernels to choose.");
    }

    /// <summary>The labels, in the order of scores.</summary>
    public IReadOnlyList<string> Labels => settings.Labels;

    /// <summary>Whether a text may have any number of the labels, rather than exactly one.</summary>
    public bool IsMultiLabel => settings.IsMultiLabel;

    /// <summary>The longest sequence, in tokens.</summary>
    public int MaxLength => encoder.MaxLength;

    /// <inheritdoc/>
    public long MemoryBytes { get; }

    /// <inheritdoc/>
    public EncodedSequence WarmUp { get; }

    /// <summary>Loads a model directory.</summary>
    /// <exception cref="RefusalException">It does not hold a classifier, or the device is not there.</exception>
    public static TextClassifier Load(string modelDirectory, InferenceOptions options)
    {
        Device device = Devices.Select(options.Device);
        Tokenizer tokenizer = Tokenizer.Load(modelDirectory);
        (TextClassificationModel model, TextClassifierSettings settings) = TextClassifierCheckpoint.Load(modelDirectory);
        model.Prepare(tokenizer, options, device);
        return new TextClassifier(model, settings, tokenizer, device);
    }

    /// <summary>Encodes a text, or a pair of texts; any thread may.</summary>
    public EncodedSequence Encode(string text, string? textPair = null) => encoder.Encode(text, textPair);

    /// <summary>
    /// The probability of every label for every text: <c>[batch][labels]</c>. Each row sums to 1, unless a text may have any number of labels: then each
    /// is the chance that it has that one.
    /// </summary>
    public float[][] Compute(IReadOnlyList<EncodedSequence> batch)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable inference = inference_mode();
        using SortedSequences sorted = new(batch, device);
        Tensor logits = model.forward(sorted.Packed).to_type(ScalarType.Float32).Over(settings.Temperature);
        Tensor probabilities = (settings.IsMultiLabel ? logits.sigmoid() : logits.softmax(1)).cpu();
        return sorted.Restore([.. probabilities.data<float>().ToArray().Chunk(Labels.Count)]);
    }

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();
}
