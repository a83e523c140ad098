using Hone.Api.Configuration;
using Hone.Domain.Problems;
using Hone.Training.Inference;

namespace Hone.Api.Serving;

/// <summary>A language model in memory, which goes on with several texts in turn, a token of each, so that none waits for a long one to end.</summary>
internal sealed class ResidentGenerator : ResidentModel
{
    private readonly TextGenerator generator;
    private readonly WaitingInputs<PendingGeneration> waiting;

    private ResidentGenerator(TextGenerator generator, WaitingInputs<PendingGeneration> waiting, Task ended)
        : base(generator.MemoryBytes, ended)
    {
        this.generator = generator;
        this.waiting = waiting;
    }

    /// <summary>Loads a model directory, generates a first token so that no request pays for it, and then whatever comes.</summary>
    public static void Own(string directory, ServingOptions options, Action<ResidentModel> loaded, Task ended)
    {
        using TextGenerator generator = TextGenerator.Load(directory, new InferenceOptions(options.Device, options.Precision));
        foreach (GeneratedPiece _ in generator.Generate(generator.Encode("a"), new GenerationOptions { MaxTokens = 1 }, CancellationToken.None))
        {
            // The first token finds memory to allocate and kernels to choose.
        }

        WaitingInputs<PendingGeneration> waiting = new(options.QueueInputs, text => text.Abandoned.IsCancellationRequested);
        loaded(new ResidentGenerator(generator, waiting, ended));
        List<(PendingGeneration Text, IEnumerator<GeneratedPiece> Pieces)> active = [];
        while (TakeIn(active, waiting, generator, options.ConcurrentGenerations))
        {
            active.RemoveAll(text => !GoOn(text.Text, text.Pieces));
        }
    }

    /// <summary>Tokenises a text; on the caller's thread, so that the model's has time for what only it can do.</summary>
    public IReadOnlyList<int> Encode(string prompt) => generator.Encode(prompt);

    /// <summary>Passes all texts of a request to the model, or none.</summary>
    /// <exception cref="RefusalException">Too much is waiting already, or the model is leaving.</exception>
    public void Enqueue(IReadOnlyCollection<PendingGeneration> texts) => waiting.Enqueue(texts);

    /// <inheritdoc/>
    protected override void Close() => waiting.Close();

    /// <summary>Takes in what waits, as far as there is room; waits when there is nothing at all to do.</summary>
    /// <returns>False when nothing will come any more.</returns>
    private static bool TakeIn(
        List<(PendingGeneration Text, IEnumerator<GeneratedPiece> Pieces)> active,
        WaitingInputs<PendingGeneration> waiting,
        TextGenerator generator,
        int room)
    {
        int taken = active.Count;
        IReadOnlyList<PendingGeneration>? texts = waiting.Take(wait: active.Count == 0, _ => taken++ < room);
        active.AddRange((texts ?? []).Select(text => (text, generator.Generate(text.Prompt, text.Options, text.Abandoned).GetEnumerator())));
        return active.Count > 0;
    }

    /// <summary>Generates one token.</summary>
    /// <returns>Whether the text goes on.</returns>
    private static bool GoOn(PendingGeneration text, IEnumerator<GeneratedPiece> pieces)
    {
        Exception? fault = null;
        try
        {
            if (pieces.MoveNext())
            {
                text.Writer.TryWrite(pieces.Current);
                return true;
            }
        }
        catch (Exception exception)
        {
            fault = exception;
        }

        pieces.Dispose();
        text.Writer.Complete(fault);
        return false;
    }
}
