using Hone.Domain.Problems;
using Hone.Training.Architectures;
using Hone.Training.Native;
using Hone.Training.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace Hone.Training.Inference;

/// <summary>Gets loaded networks ready to predict.</summary>
internal static class Preparation
{
    /// <summary>Moves a network to its device and number format, and sets it to predict. A network that does not go with its tokenizer is freed.</summary>
    /// <exception cref="RefusalException">The tokenizer has more tokens than the network knows.</exception>
    public static void Prepare<TModel>(this TModel model, Tokenizer tokenizer, InferenceOptions options, Device device)
        where TModel : nn.Module, IBackboneModel => Prepare(model, model.Backbone, tokenizer, options, device);

    /// <summary>The same of a network and the backbone in it, which it may be itself.</summary>
    public static void Prepare(nn.Module model, Backbone backbone, Tokenizer tokenizer, InferenceOptions options, Device device)
    {
        if (tokenizer.VocabularySize > backbone.VocabularySize)
        {
            int known = backbone.VocabularySize;
            model.Dispose();
            throw new RefusalException(
                RefusalKind.Invalid,
                ProblemCodes.InvalidModelDirectory,
                $"The tokenizer has {tokenizer.VocabularySize} pieces, the model only {known}.");
        }

        model.to(device);
        model.to(PrecisionChoice.Resolve(options.Precision, device, backbone.GainsFromBFloat16));
        model.eval();
    }

    /// <summary>Bytes that the weights of a network take.</summary>
    public static long CountBytes(this nn.Module model) => model.parameters().Sum(parameter => parameter.numel() * parameter.element_size());
}
