using static TorchSharp.torch;

namespace Hone.Training.Architectures;

/// <summary>A network that can go on with a text, token by token.</summary>
public interface IGenerativeModel
{
    /// <summary>The most tokens of a sequence that it can read; null where there is no limit.</summary>
    int? ContextLength { get; }

    /// <summary>Remembers nothing yet.</summary>
    GenerationState CreateState();

    /// <summary>Reads further tokens of each sequence.</summary>
    /// <param name="tokens">Their ids, <c>[batch, new]</c>; more than one each only in the first call.</param>
    /// <param name="state">What was read before, to which these add.</param>
    /// <returns>The logits of what comes next, <c>[batch, vocabulary]</c>.</returns>
    Tensor Read(Tensor tokens, GenerationState state);
}
