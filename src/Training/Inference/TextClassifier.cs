using Hone.Domain.Problems;
using Hone.Training.Architectures;
using Hone.Training.Artifacts;
using Hone.Training.Native;
using Hone.Training.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace Hone.Training.Inference;

/// <summary>
/// A fine-tuned classifier, loaded to predict. Texts are encoded on any thread; <see cref="Classify"/>, <see cref="Load"/> and
/// <see cref="Dispose"/> belong to one thread, the owner of its tensors.
/// </summary>
public sealed class TextClassifier : IDisposable
{
    private readonly TextClassificationModel model;
    private readonly SequenceEncoder encoder;
    private readonly Device device;

    private TextClassifier(TextClassificationModel model, IReadOnlyList<string> labels, Tokenizer tokenizer, Device device)
    {
        this.model = model;
        this.device = device;
        Labels = labels;
        encoder = new SequenceEncoder(tokenizer, model.Encoder.Configuration.MaxLength);
        MemoryBytes = model.parameters().Sum(parameter => parameter.numel() * parameter.element_size());
    }

    /// <summary>The labels, in the order of scores.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The longest sequence, in tokens.</summary>
    public int MaxLength => encoder.MaxLength;

    /// <summary>Bytes its weights take on the device.</summary>
    public long MemoryBytes { get; }

    /// <summary>Loads a model directory.</summary>
    /// <exception cref="RefusalException">It does not hold a classifier, or the device is not there.</exception>
    public static TextClassifier Load(string modelDirectory, InferenceOptions options)
    {
        Device device = Devices.Select(options.Device);
        Tokenizer tokenizer = Tokenizer.Load(modelDirectory);
        (TextClassificationModel model, IReadOnlyList<string> labels) = EncoderCheckpoint.LoadClassifier(modelDirectory, device);
        if (tokenizer.VocabularySize > model.Encoder.Configuration.VocabularySize)
        {
            model.Dispose();
            throw new RefusalException(
                RefusalKind.Invalid,
                ProblemCodes.InvalidModelDirectory,
                $"The tokenizer has {tokenizer.VocabularySize} pieces, the model only {model.Encoder.Configuration.VocabularySize}.");
        }

        model.to(PrecisionChoice.Resolve(options.Precision, device));
        return new TextClassifier(model, labels, tokenizer, device);
    }

    /// <summary>Encodes a text; any thread may.</summary>
    public EncodedSequence Encode(string text) => encoder.Encode(text);

    /// <summary>The probability of every label for every text: <c>[batch][labels]</c>, each row summing to 1.</summary>
    public float[][] Classify(IReadOnlyList<EncodedSequence> batch)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable inference = inference_mode();

        // Texts of one length next to each other share one attention; the scores go back to where each text was.
        int[] order = [.. Enumerable.Range(0, batch.Count).OrderBy(index => batch[index].Ids.Length)];
        int[] tokens = [.. order.SelectMany(index => batch[index].Ids)];
        int[] lengths = [.. order.Select(index => batch[index].Ids.Length)];
        using PackedSequences sequences = new(tokens, lengths, device);
        Tensor probabilities = model.forward(sequences).to_type(ScalarType.Float32).softmax(1).cpu();
        ReadOnlySpan<float> scores = probabilities.data<float>().ToArray();
        float[][] result = new float[batch.Count][];
        for (int i = 0; i < order.Length; i++)
        {
            result[order[i]] = scores.Slice(i * Labels.Count, Labels.Count).ToArray();
        }

        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();
}
