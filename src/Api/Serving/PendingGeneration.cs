using System.Threading.Channels;
using Hone.Training.Inference;

namespace Hone.Api.Serving;

/// <summary>A text on its way through a resident generator.</summary>
/// <param name="Prompt">What is to be gone on with, tokenised.</param>
/// <param name="Options">How.</param>
/// <param name="Abandoned">Fires when nobody waits for it any more.</param>
internal sealed record PendingGeneration(IReadOnlyList<int> Prompt, GenerationOptions Options, CancellationToken Abandoned)
{
    private readonly Channel<GeneratedPiece> pieces = Channel.CreateUnbounded<GeneratedPiece>();

    /// <summary>Takes the pieces from the model's thread.</summary>
    public ChannelWriter<GeneratedPiece> Writer => pieces.Writer;

    /// <summary>The pieces as they come.</summary>
    public IAsyncEnumerable<GeneratedPiece> ReadAsync() => pieces.Reader.ReadAllAsync(Abandoned);
}
