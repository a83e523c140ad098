using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;
using Hone.Training.Architectures;
using Hone.Training.Artifacts;
using Hone.Training.Native;
using Hone.Training.Tokenization;
using static TorchSharp.torch;

namespace Hone.Training.Inference;

/// <summary>A masked language model, loaded to say what a hidden token may be.</summary>
public sealed class MaskFiller : IBatchPredictor
{
    private readonly MaskedLanguageModel model;
    private readonly Tokenizer tokenizer;
    private readonly Device device;
    private readonly int mask;

    private MaskFiller(MaskedLanguageModel model, Tokenizer tokenizer, int mask, Device device)
    {
        this.model = model;
        this.tokenizer = tokenizer;
        this.mask = mask;
        this.device = device;
        MaskToken = tokenizer.Token(mask);
        MemoryBytes = model.CountBytes();
        WarmUp = Encode($"The first batch finds {MaskToken} to allocate.")!;
    }

    /// <inheritdoc/>
    public long MemoryBytes { get; }

    /// <inheritdoc/>
    public EncodedSequence WarmUp { get; }

    /// <summary>What stands for the hidden token in a text.</summary>
    public string MaskToken { get; }

    /// <summary>Loads a model directory.</summary>
    /// <exception cref="RefusalException">It does not hold a masked language model, or the device is not there.</exception>
    public static MaskFiller Load(string modelDirectory, InferenceOptions options)
    {
        Device device = Devices.Select(options.Device);
        Tokenizer tokenizer = Tokenizer.Load(modelDirectory);
        LanguageModel loaded = LanguageModelCheckpoint.Load(modelDirectory);
        if (loaded is not MaskedLanguageModel model || tokenizer.MaskId is not int mask)
        {
            loaded.Dispose();
            throw new RefusalException(RefusalKind.Invalid, ProblemCodes.WrongTask, "The network has no hidden tokens to fill in.");
        }

        model.Prepare(tokenizer, options, device);
        return new MaskFiller(model, tokenizer, mask, device);
    }

    /// <summary>Encodes a text with one <see cref="MaskToken"/> in it; null when there is not exactly one, or it is beyond the longest sequence. Any thread may.</summary>
    public EncodedSequence? Encode(string text)
    {
        string[] parts = text.Split(MaskToken);
        if (parts.Length != 2)
        {
            return null;
        }

        // Byte-level tokens hold the blank before them, and so does what the mask stands for.
        string before = tokenizer.Kind == TokenizerKind.ByteBpe && parts[0].EndsWith(' ') ? parts[0][..^1] : parts[0];
        List<int> ids = [tokenizer.ClassificationId];
        tokenizer.Encode(before, ids);
        int row = ids.Count;
        ids.Add(mask);
        tokenizer.Encode(parts[1], ids);
        int room = model.MaxLength - 1;
        if (row >= room)
        {
            return null;
        }

        bool truncated = ids.Count > room;
        return new EncodedSequence([.. ids.Take(room), tokenizer.SeparatorId], truncated) { Rows = [row] };
    }

    /// <summary>The probability of every token at the hidden place: <c>[batch][vocabulary]</c>.</summary>
    public float[][] Compute(IReadOnlyList<EncodedSequence> batch)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable inference = inference_mode();
        using SortedSequences sorted = new(batch, device);
        long start = 0;
        List<long> rows = [];
        foreach (int index in sorted.Order)
        {
            rows.Add(start + batch[index].Rows[0]);
            start += batch[index].Ids.Length;
        }

        Tensor probabilities = model.forward(sorted.Packed, tensor(rows, device: device)).to_type(ScalarType.Float32).softmax(1).cpu();
        return sorted.Restore([.. probabilities.data<float>().ToArray().Chunk((int)probabilities.shape[1])]);
    }

    /// <summary>The likeliest tokens, best first.</summary>
    /// <param name="text">What <see cref="Encode"/> made of the text.</param>
    /// <param name="probabilities">What <see cref="Compute"/> says.</param>
    /// <param name="count">How many at most.</param>
    public IReadOnlyList<FilledMask> Decode(EncodedSequence text, float[] probabilities, int count) =>
    [
        .. Enumerable.Range(0, tokenizer.VocabularySize)
            .Where(token => !tokenizer.SpecialIds.Contains(token))
            .OrderByDescending(token => probabilities[token])
            .Take(count)
            .Select(token => new FilledMask(
                tokenizer.Decode(text.Ids.Select((id, place) => place == text.Rows[0] ? token : id)),
                probabilities[token],
                token,
                tokenizer.Decode([token]).Trim())),
    ];

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();
}
