using Hone.Domain.Datasets;
using Hone.Domain.Problems;
using Hone.Training.Architectures;
using Hone.Training.Artifacts;
using Hone.Training.Native;
using Hone.Training.Text;
using Hone.Training.Tokenization;
using static TorchSharp.torch;

namespace Hone.Training.Inference;

/// <summary>A fine-tuned token classifier, loaded to find spans in texts of any length. No sequence of tags that strict BIO forbids comes out.</summary>
public sealed class TokenClassifier : IBatchPredictor
{
    private readonly TokenClassificationModel model;
    private readonly WordEncoder encoder;
    private readonly Device device;
    private readonly OutputTags outputs;
    private readonly TagTransitions transitions;

    private TokenClassifier(TokenClassificationModel model, OutputTags outputs, Tokenizer tokenizer, Device device)
    {
        this.model = model;
        this.outputs = outputs;
        this.device = device;
        encoder = new WordEncoder(tokenizer, model.Backbone.MaxLength);
        transitions = outputs.Transitions(model);
        MemoryBytes = model.CountBytes();
        WarmUp = Encode("The first batch finds memory to allocate and kernels to choose.").Sequences[0];
    }

    /// <inheritdoc/>
    public long MemoryBytes { get; }

    /// <inheritdoc/>
    public EncodedSequence WarmUp { get; }

    /// <summary>The types of span it finds.</summary>
    public IReadOnlyList<string> Types => outputs.Tags.Types;

    /// <summary>Loads a model directory.</summary>
    /// <exception cref="RefusalException">It does not hold a token classifier, or the device is not there.</exception>
    public static TokenClassifier Load(string modelDirectory, InferenceOptions options)
    {
        Device device = Devices.Select(options.Device);
        Tokenizer tokenizer = Tokenizer.Load(modelDirectory);
        (TokenClassificationModel model, IReadOnlyList<string> labels) = TokenClassifierCheckpoint.Load(modelDirectory);
        try
        {
            OutputTags outputs = OutputTags.Of(labels);
            model.Prepare(tokenizer, options, device);
            return new TokenClassifier(model, outputs, tokenizer, device);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Encodes a text; any thread may.</summary>
    public EncodedWords Encode(string text)
    {
        IReadOnlyList<WordSpan> words = WordSegmentation.Split(text, []);
        return new EncodedWords(text, words, encoder.Encode(text, words));
    }

    /// <summary>The scores of every tag at the words of each window, word by word: <c>[batch][words · tags]</c>.</summary>
    public float[][] Compute(IReadOnlyList<EncodedSequence> batch) => WordScores.Compute(model, batch, device);

    /// <summary>The spans of a text in their order.</summary>
    /// <param name="text">What <see cref="Encode"/> made of it.</param>
    /// <param name="scores">What <see cref="Compute"/> says about its windows.</param>
    public IReadOnlyList<FoundSpan> Decode(EncodedWords text, IReadOnlyList<float[]> scores)
    {
        int[] asked = text.Asked;
        if (asked.Length == 0)
        {
            return [];
        }

        TagLattice lattice = new(outputs.Arrange(scores.SelectMany(row => row), OutputTags.Never), transitions);
        string[] tags = [.. lattice.FindBest().Select(tag => outputs.Tags.Tags[tag])];
        Dictionary<string, int> types = outputs.Tags.Types.Index().ToDictionary(type => type.Item, type => type.Index);
        return
        [
            .. TagSequences.Read(tags, TagScheme.Bio, out _).Select(span =>
            {
                int start = text.Words[asked[span.Start]].Start;
                int end = text.Words[asked[span.End - 1]].End;
                int from = CodePoints.Count(text.Text.AsSpan(0, start));
                string surface = text.Text[start..end];
                return new FoundSpan(span.Type, surface, from, from + CodePoints.Count(surface), lattice.ProbabilityOf(types[span.Type], span.Start, span.End));
            }),
        ];
    }

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();
}
