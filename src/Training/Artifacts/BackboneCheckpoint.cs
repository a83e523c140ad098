using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;
using Hone.Training.Architectures;
using Hone.Training.Architectures.Layouts;
using Hone.Training.Tokenization;
using static TorchSharp.torch;

namespace Hone.Training.Artifacts;

/// <summary>Backbones of every family, new and out of model directories, and the directories of what is built on them.</summary>
public static class BackboneCheckpoint
{
    /// <summary>What the names of classes begin with whose backbone is recurrent.</summary>
    internal const string RecurrentClass = "HoneRecurrent";

    private const string TokenTypesSuffix = "token_type_embeddings.weight";

    /// <summary>A new network with fresh weights.</summary>
    /// <param name="options">Its family and sizes.</param>
    /// <param name="vocabularySize">How many tokens there are.</param>
    /// <param name="dropout">The chance of an activation to be zeroed in training.</param>
    /// <param name="padToken">The id that no text has.</param>
    /// <param name="tokenTypes">How many kinds of token it must tell apart.</param>
    public static Backbone Create(ArchitectureOptions options, int vocabularySize, double dropout, int padToken = 0, int tokenTypes = 0) => options.Family switch
    {
        ModelFamily.TransformerEncoder => Build(EncoderConfiguration.From(options, vocabularySize, padToken), dropout, tokenTypes),
        ModelFamily.TransformerDecoder => new Decoder(DecoderConfiguration.From(options, vocabularySize) with { Dropout = dropout }),
        ModelFamily.Rnn => Build(RecurrentConfiguration.From(options, vocabularySize), dropout, tokenTypes),
        _ => throw new InvalidOperationException($"No network is known for {options.Family}."),
    };

    /// <summary>A network of the sizes in a <c>config.json</c>, with fresh weights.</summary>
    /// <param name="json">The whole file.</param>
    /// <param name="dropout">The chance of an activation to be zeroed in training.</param>
    /// <param name="tokenTypes">How many kinds of token it must tell apart, where the file has fewer.</param>
    /// <exception cref="RefusalException">It is of no network that is read.</exception>
    public static Backbone Build(JsonObject json, double dropout = 0, int tokenTypes = 0) => Build(json, loader: null, dropout, tokenTypes);

    /// <summary>A network of the sizes in a <c>config.json</c>, with fresh weights.</summary>
    /// <param name="json">The whole file.</param>
    /// <param name="loader">The weights that are to be loaded: a network that is far larger is not built.</param>
    /// <param name="dropout">The chance of an activation to be zeroed in training.</param>
    /// <param name="tokenTypes">How many kinds of token it must tell apart, where the file has fewer.</param>
    /// <exception cref="RefusalException">It is of no network that is read, or of another one than the weights are.</exception>
    internal static Backbone Build(JsonObject json, WeightLoader? loader, double dropout = 0, int tokenTypes = 0)
    {
        string modelType = Checkpoint.ModelType(json);
        if (EncoderLayouts.Find(modelType) is not null)
        {
            EncoderConfiguration encoder = EncoderCheckpoint.ReadConfiguration(json);
            loader?.RequireWeightsFor(encoder.EstimateWeights());
            return Build(encoder, dropout, tokenTypes);
        }

        switch (modelType)
        {
            case DecoderCheckpoint.ModelType:
                DecoderConfiguration decoder = DecoderCheckpoint.ReadConfiguration(json);
                loader?.RequireWeightsFor(decoder.EstimateWeights());
                return new Decoder(decoder with { Dropout = dropout });
            case RecurrentConfiguration.ModelType:
                RecurrentConfiguration recurrent = RecurrentCheckpoint.ReadConfiguration(json);
                loader?.RequireWeightsFor(recurrent.EstimateWeights());
                return Build(recurrent, dropout, tokenTypes);
            default:
                throw Checkpoint.RefuseModelType(modelType);
        }
    }

    /// <summary>Whether a <c>config.json</c> is of a recurrent network.</summary>
    public static bool IsRecurrent(JsonObject json) => Checkpoint.ModelType(json) == RecurrentConfiguration.ModelType;

    /// <summary>The network of a base with its weights, in fp32 on the CPU. Kinds of token that the base does not know begin like its first.</summary>
    /// <param name="directory">The base's model directory.</param>
    /// <param name="dropout">The chance of an activation to be zeroed in training.</param>
    /// <param name="tokenTypes">How many kinds of token it must tell apart.</param>
    /// <exception cref="RefusalException">The directory holds no network that is read, or tensors are missing or of a wrong shape.</exception>
    public static Backbone LoadBase(string directory, double dropout, int tokenTypes)
    {
        JsonObject json = Checkpoint.ReadConfiguration(directory);
        using WeightLoader loader = WeightLoader.Open(directory, Checkpoint.ModelType(json));
        Backbone backbone = Build(json, loader, dropout, tokenTypes);
        try
        {
            int known = TokenTypesOf(json);
            loader.Load(backbone.NamedTensors().SelectMany(tensor => Known(tensor, known)));
            loader.ThrowIfAny();
            Widen(backbone, known);
            return backbone;
        }
        catch
        {
            backbone.Dispose();
            throw;
        }
    }

    private static void Widen(Backbone backbone, int known)
    {
        using IDisposable noGrad = no_grad();
        foreach (NamedTensor tensor in backbone.NamedTensors().Where(IsOfTokenTypes))
        {
            for (int type = known; type < backbone.TokenTypes; type++)
            {
                if (known == 0)
                {
                    tensor.Tensor[type].zero_();
                }
                else
                {
                    tensor.Tensor[type].copy_(tensor.Tensor[0]);
                }
            }
        }
    }

    /// <summary>Writes a network with its head and tokenizer.</summary>
    /// <param name="directory">An existing directory.</param>
    /// <param name="model">The network.</param>
    /// <param name="tokenizer">What cuts its texts.</param>
    /// <param name="modelClass">The name of its class behind that of its backbone, such as <c>ForTokenClassification</c>.</param>
    /// <param name="head">What <c>config.json</c> says beside the sizes of the backbone.</param>
    public static void Save(string directory, IBackboneModel model, Tokenizer tokenizer, string modelClass, JsonObject head)
    {
        (JsonObject configuration, string className, string modelType) = model.Backbone switch
        {
            Encoder encoder => (EncoderCheckpoint.Describe(encoder.Configuration), encoder.Configuration.Layout.ClassName, encoder.Configuration.Layout.ModelType),
            Decoder decoder => (JsonSerializer.SerializeToNode(decoder.Configuration)!.AsObject(), "GPT2", DecoderCheckpoint.ModelType),
            RecurrentNetwork recurrent => (JsonSerializer.SerializeToNode(recurrent.Configuration)!.AsObject(), RecurrentClass, RecurrentConfiguration.ModelType),
            _ => throw new InvalidOperationException($"No layout is known for {model.Backbone.GetType().Name}."),
        };
        configuration["bos_token_id"] = tokenizer.ClassificationId;
        configuration["eos_token_id"] = tokenizer.SeparatorId;
        foreach ((string key, JsonNode? value) in head)
        {
            configuration[key] = value?.DeepClone();
        }

        Checkpoint.Write(directory, configuration, className + modelClass, modelType, model.NamedTensors(), tokenizer);
    }

    private static Encoder Build(EncoderConfiguration sizes, double dropout, int tokenTypes)
    {
        bool hasTypes = sizes.Layout.Keys.TokenTypes is not null;
        return new Encoder(sizes with { Dropout = dropout, TokenTypes = hasTypes ? Math.Max(sizes.TokenTypes, tokenTypes) : sizes.TokenTypes });
    }

    private static RecurrentNetwork Build(RecurrentConfiguration sizes, double dropout, int tokenTypes) =>
        new(sizes with { Dropout = dropout, TokenTypes = Math.Max(sizes.TokenTypes, tokenTypes) });

    /// <summary>How many kinds of token a network of the sizes in a <c>config.json</c> tells apart.</summary>
    private static int TokenTypesOf(JsonObject json)
    {
        string modelType = Checkpoint.ModelType(json);
        return EncoderLayouts.Find(modelType) is not null ? EncoderCheckpoint.ReadConfiguration(json).TokenTypes
            : modelType == RecurrentConfiguration.ModelType ? RecurrentCheckpoint.ReadConfiguration(json).TokenTypes
            : 0;
    }

    /// <summary>The part of a tensor that a base with so many kinds of token has.</summary>
    private static IEnumerable<NamedTensor> Known(NamedTensor tensor, int tokenTypes)
    {
        if (!IsOfTokenTypes(tensor))
        {
            return [tensor];
        }

        return tokenTypes == 0 ? [] : [tensor with { Tensor = tensor.Tensor.narrow(0, 0, tokenTypes) }];
    }

    private static bool IsOfTokenTypes(NamedTensor tensor) => tensor.Name.EndsWith(TokenTypesSuffix, StringComparison.Ordinal);
}
