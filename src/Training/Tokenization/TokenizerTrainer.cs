using Hone.Domain.Jobs.Specifications;

namespace Hone.Training.Tokenization;

/// <summary>Learns a tokenizer of any kind.</summary>
public static class TokenizerTrainer
{
    /// <summary>Trains a tokenizer. The same texts give the same one, in whatever order they come.</summary>
    /// <param name="texts">The texts, read once.</param>
    /// <param name="options">Which kind, how large the vocabulary may be, and the form of its letters; what is null is as the family has it.</param>
    /// <param name="family">The kind of network it is for.</param>
    /// <param name="progress">Told how many tokens there are, and how many there may be.</param>
    /// <param name="cancellationToken">Ends the training.</param>
    public static Tokenizer Train(
        IEnumerable<string> texts, TokenizerOptions options, ModelFamily family, Action<long, long>? progress, CancellationToken cancellationToken)
    {
        TokenizerOptions resolved = options.ResolveFor(family);
        return resolved.Kind switch
        {
            TokenizerKind.Wordpiece => WordPieceTrainer.Train(texts, resolved, progress, cancellationToken),
            TokenizerKind.ByteBpe => ByteBpeTrainer.Train(texts, resolved, family, progress, cancellationToken),
            TokenizerKind.Char => CharTrainer.Train(texts, resolved, progress, cancellationToken),
            _ => throw new InvalidOperationException($"No trainer is known for the kind {resolved.Kind}."),
        };
    }
}
