using Hone.Domain.Problems;
using Hone.Training.Architectures;
using Hone.Training.Artifacts;
using Hone.Training.Native;
using Hone.Training.Tokenization;
using static TorchSharp.torch;

namespace Hone.Training.Inference;

/// <summary>
/// A language model that goes on with texts. Texts are encoded on any thread; <see cref="Generate"/>, <see cref="Load"/> and
/// <see cref="Dispose"/> belong to one thread, the owner of its tensors.
/// </summary>
public sealed class TextGenerator : IDisposable
{
    private readonly LanguageModel model;
    private readonly IGenerativeModel generative;
    private readonly Tokenizer tokenizer;
    private readonly Device device;
    private readonly int end;
    private readonly int[] forbidden;

    private TextGenerator(LanguageModel model, IGenerativeModel generative, Tokenizer tokenizer, Device device)
    {
        this.model = model;
        this.generative = generative;
        this.tokenizer = tokenizer;
        this.device = device;
        end = tokenizer.SeparatorId;

        // Special tokens are no text, and neither are the rows that some models have beyond their vocabulary.
        forbidden = [.. tokenizer.SpecialIds.Where(id => id != end), .. Enumerable.Range(tokenizer.VocabularySize, Math.Max(0, model.VocabularySize - tokenizer.VocabularySize))];
        MemoryBytes = model.CountBytes();
    }

    /// <summary>Bytes its weights take on the device.</summary>
    public long MemoryBytes { get; }

    /// <summary>Loads a model directory.</summary>
    /// <exception cref="RefusalException">It does not hold a language model that can go on with text, or the device is not there.</exception>
    public static TextGenerator Load(string modelDirectory, InferenceOptions options)
    {
        Device device = Devices.Select(options.Device);
        Tokenizer tokenizer = Tokenizer.Load(modelDirectory);
        LanguageModel model = LanguageModelCheckpoint.Load(modelDirectory);
        if (model is not IGenerativeModel generative)
        {
            model.Dispose();
            throw new RefusalException(RefusalKind.Invalid, ProblemCodes.WrongTask, "The network sees text from both sides and cannot go on with it.");
        }

        model.Prepare(tokenizer, options, device);
        return new TextGenerator(model, generative, tokenizer, device);
    }

    /// <summary>Encodes what is to be gone on with: the end of the document before, and the text. Any thread may.</summary>
    public IReadOnlyList<int> Encode(string prompt)
    {
        List<int> ids = [tokenizer.SeparatorId];
        tokenizer.Encode(prompt, ids);
        return ids;
    }

    /// <summary>Goes on with a text, token by token as the pieces are asked for.</summary>
    /// <param name="prompt">What <see cref="Encode"/> made of the text.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>One piece per token, the last with the reason of the end.</returns>
    public IEnumerable<GeneratedPiece> Generate(IReadOnlyList<int> prompt, GenerationOptions options, CancellationToken cancellationToken) =>
        options.Beams > 1 ? Search(prompt, options, cancellationToken) : Sample(prompt, options, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();

    private IEnumerable<GeneratedPiece> Sample(IReadOnlyList<int> prompt, GenerationOptions options, CancellationToken cancellationToken)
    {
        using GenerationContext context = new(generative, device, forbidden, prompt);
        TokenSampler sampler = new(options);
        StopStrings stops = new(options.Stop);
        TokenDecoder decoder = Decoder(prompt);
        for (int count = 1; count <= options.MaxTokens; count++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            float[] logits = context.Predict()[0];
            TokenSampler.Penalize(logits, context.Texts[0], options.RepetitionPenalty);
            int token = sampler.Choose(logits);
            if (token == end)
            {
                yield return new GeneratedPiece(stops.Append(decoder.End()) + stops.End(), count, GenerationEnd.Stop);
                yield break;
            }

            string text = stops.Append(decoder.Append(token));
            if (stops.Found)
            {
                yield return new GeneratedPiece(text, count, GenerationEnd.Stop);
                yield break;
            }

            if (count == options.MaxTokens)
            {
                yield return new GeneratedPiece(text + stops.Append(decoder.End()) + stops.End(), count, GenerationEnd.Length);
                yield break;
            }

            yield return new GeneratedPiece(text, count, null);
            context.Append([(0, token)]);
        }
    }

    private IEnumerable<GeneratedPiece> Search(IReadOnlyList<int> prompt, GenerationOptions options, CancellationToken cancellationToken)
    {
        using GenerationContext context = new(generative, device, forbidden, prompt);
        (IReadOnlyList<int> tokens, GenerationEnd reason) = BeamSearch.Run(context, options, token => token == end, IsStopped, cancellationToken);
        StopStrings stops = new(options.Stop);
        string text = stops.Append(Text(tokens)) + stops.End();
        yield return new GeneratedPiece(text, tokens.Count, reason);

        bool IsStopped(IReadOnlyList<int> generated) =>
            options.Stop.Count > 0 && Text(generated) is var so && options.Stop.Any(stop => so.Contains(stop, StringComparison.Ordinal));

        string Text(IReadOnlyList<int> generated)
        {
            TokenDecoder decoder = Decoder(prompt);
            return string.Concat(generated.Select(decoder.Append)) + decoder.End();
        }
    }

    /// <summary>A decoder that has seen the prompt, so that what follows begins with a space where one belongs.</summary>
    private TokenDecoder Decoder(IReadOnlyList<int> prompt)
    {
        TokenDecoder decoder = tokenizer.CreateDecoder();
        foreach (int id in prompt)
        {
            decoder.Append(id);
        }

        return decoder;
    }
}
