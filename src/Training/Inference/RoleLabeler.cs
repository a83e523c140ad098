using Hone.Domain.Problems;
using Hone.Training.Architectures;
using Hone.Training.Artifacts;
using Hone.Training.Native;
using Hone.Training.Text;
using Hone.Training.Tokenization;
using static TorchSharp.torch;

namespace Hone.Training.Inference;

/// <summary>
/// A network for semantic role labelling, loaded to predict in two passes: of a sentence as it is it says which words are predicates, and of a sentence in
/// which one is marked the roles of the words in it, and, where it tells senses, that of the predicate.
/// </summary>
public sealed class RoleLabeler : IBatchPredictor
{
    private readonly TokenClassificationModel model;
    private readonly WordEncoder encoder;
    private readonly RoleReader reader;
    private readonly SenseInventory? senses;
    private readonly Device device;

    private RoleLabeler(TokenClassificationModel model, RoleReader reader, SenseInventory? senses, Tokenizer tokenizer, Device device)
    {
        this.model = model;
        this.reader = reader;
        this.senses = senses;
        this.device = device;
        encoder = new WordEncoder(tokenizer, model.Backbone.MaxLength);
        MemoryBytes = model.CountBytes();
        WarmUp = Encode(["The", "first", "batch", "finds", "memory"]).Plain.Sequences[0];
    }

    /// <inheritdoc/>
    public long MemoryBytes { get; }

    /// <inheritdoc/>
    public EncodedSequence WarmUp { get; }

    /// <summary>Loads a model directory.</summary>
    /// <exception cref="RefusalException">It does not hold such a network, or the device is not there.</exception>
    public static RoleLabeler Load(string modelDirectory, InferenceOptions options)
    {
        Device device = Devices.Select(options.Device);
        Tokenizer tokenizer = Tokenizer.Load(modelDirectory);
        (TokenClassificationModel model, IReadOnlyList<string> names, SenseInventory? senses) = RoleLabelerCheckpoint.Load(modelDirectory);
        string[] types = [.. names.Where(name => name.StartsWith("B-", StringComparison.Ordinal)).Select(name => name[2..])];
        TagSet tags = new(types);
        if (!tags.Tags.SequenceEqual(names))
        {
            model.Dispose();
            throw Checkpoint.Refuse("Its labels (id2label) are not PREDICATE, O, and B- and I- of every role in turn.");
        }

        model.Prepare(tokenizer, options, device);
        return new RoleLabeler(model, new RoleReader(tags), senses, tokenizer, device);
    }

    /// <summary>Divides a text of which no words are given.</summary>
    public static IReadOnlyList<string> Words(string text) => [.. WordSegmentation.Split(text, []).Select(word => text[word.Start..word.End])];

    /// <summary>Encodes a sentence; any thread may.</summary>
    public EncodedSentence Encode(IReadOnlyList<string> words)
    {
        (string text, WordSpan[] spans) = SentenceText.Join(words);
        return new EncodedSentence(words, encoder.Read(text, spans));
    }

    /// <summary>What the network says about each word that is asked about, and behind it, where a predicate is marked and asked about, about its sense.</summary>
    public float[][] Compute(IReadOnlyList<EncodedSequence> batch) => WordScores.Compute(model, batch, device);

    /// <summary>The predicates of a sentence, by their words.</summary>
    /// <param name="sentence">What <see cref="Encode"/> made of it.</param>
    /// <param name="scores">What <see cref="Compute"/> says about the sequences of the sentence as it is.</param>
    public IReadOnlyList<int> Predicates(EncodedSentence sentence, IEnumerable<float[]> scores) => reader.Predicates(scores, sentence.Plain.Words);

    /// <summary>The tag of each word's role in a predicate. Words out of reach of the sequences around it have none.</summary>
    /// <param name="sentence">What <see cref="Encode"/> made of it.</param>
    /// <param name="marked">Its sequences in which the predicate is marked.</param>
    /// <param name="scores">What <see cref="Compute"/> says about these.</param>
    public IReadOnlyList<string> Tags(EncodedSentence sentence, WordSequences marked, IEnumerable<float[]> scores) =>
        reader.Tags(scores.Zip(marked.Sequences, (row, sequence) => row[..(sequence.Rows.Count * reader.Width)]), marked.Words, sentence.Words.Count);

    /// <summary>The sense of a predicate; null where the network tells none.</summary>
    /// <param name="sentence">What <see cref="Encode"/> made of it.</param>
    /// <param name="predicate">The predicate's word.</param>
    /// <param name="marked">The sequences in which it is marked; it is asked about in one of them.</param>
    /// <param name="scores">What <see cref="Compute"/> says about these.</param>
    public string? Sense(EncodedSentence sentence, int predicate, WordSequences marked, IEnumerable<float[]> scores) => senses?.Choose(
        sentence.Words[predicate],
        scores.Zip(marked.Sequences, (row, sequence) => row[(sequence.Rows.Count * reader.Width)..]).Single(told => told.Length > 0));

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();
}
