using Hone.Domain.Problems;
using Hone.Training.Architectures;
using Hone.Training.Artifacts;
using Hone.Training.Native;
using Hone.Training.Tokenization;
using static TorchSharp.torch;

namespace Hone.Training.Inference;

/// <summary>Any pretrained network, or one fine-tuned for similarity, loaded to make a vector of a text: the mean of its states, of length one.</summary>
public sealed class TextEmbedder : IBatchPredictor
{
    private readonly Backbone backbone;
    private readonly SequenceEncoder encoder;
    private readonly Device device;

    private TextEmbedder(Backbone backbone, Tokenizer tokenizer, Device device)
    {
        this.backbone = backbone;
        this.device = device;
        encoder = new SequenceEncoder(tokenizer, backbone.MaxLength);
        MemoryBytes = backbone.CountBytes();
        WarmUp = Encode("The first batch finds memory to allocate and kernels to choose.");
    }

    /// <inheritdoc/>
    public long MemoryBytes { get; }

    /// <inheritdoc/>
    public EncodedSequence WarmUp { get; }

    /// <summary>How many numbers a vector has.</summary>
    public int Width => backbone.Width;

    /// <summary>Loads a model directory.</summary>
    /// <exception cref="RefusalException">It does not hold a network that is read, or the device is not there.</exception>
    public static TextEmbedder Load(string modelDirectory, InferenceOptions options)
    {
        Device device = Devices.Select(options.Device);
        Tokenizer tokenizer = Tokenizer.Load(modelDirectory);
        Backbone backbone = BackboneCheckpoint.LoadBase(modelDirectory, dropout: 0, tokenTypes: 0);
        Preparation.Prepare(backbone, backbone, tokenizer, options, device);
        return new TextEmbedder(backbone, tokenizer, device);
    }

    /// <summary>How alike two vectors of length one are: the cosine of the angle between them, from -1 to 1.</summary>
    public static double Similarity(float[] one, float[] other) => Math.Clamp(one.Zip(other, (x, y) => (double)x * y).Sum(), -1, 1);

    /// <summary>Encodes a text; any thread may.</summary>
    public EncodedSequence Encode(string text) => encoder.Encode(text);

    /// <summary>The vector of every text: <c>[batch][width]</c>.</summary>
    public float[][] Compute(IReadOnlyList<EncodedSequence> batch)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable inference = inference_mode();
        using SortedSequences sorted = new(batch, device);
        Tensor vectors = SequencePooling.Embed(backbone.forward(sorted.Packed), sorted.Packed.Runs).cpu();
        return sorted.Restore([.. vectors.data<float>().ToArray().Chunk(Width)]);
    }

    /// <inheritdoc/>
    public void Dispose() => backbone.Dispose();
}
