using System.Text.Json.Nodes;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;
using Hone.Training.Architectures;
using Hone.Training.Architectures.Layouts;
using Hone.Training.Tokenization;

namespace Hone.Training.Artifacts;

/// <summary>Language models of every family, new and as model directories.</summary>
public static class LanguageModelCheckpoint
{
    /// <summary>A new network with fresh weights.</summary>
    /// <param name="options">Its family and sizes.</param>
    /// <param name="vocabularySize">How many tokens there are.</param>
    /// <param name="dropout">The chance of an activation to be zeroed in training.</param>
    /// <param name="padToken">The id that no text has.</param>
    public static LanguageModel Create(ArchitectureOptions options, int vocabularySize, double dropout, int padToken = 0) => options.Family switch
    {
        ModelFamily.TransformerEncoder => new MaskedLanguageModel(EncoderConfiguration.From(options, vocabularySize, padToken) with { Dropout = dropout }),
        ModelFamily.TransformerDecoder => new DecoderLanguageModel(DecoderConfiguration.From(options, vocabularySize) with { Dropout = dropout }),
        ModelFamily.Rnn => new RecurrentLanguageModel(RecurrentConfiguration.From(options, vocabularySize) with { Dropout = dropout }),
        _ => throw new InvalidOperationException($"No network is known for {options.Family}."),
    };

    /// <summary>Reads a network with all its weights, in fp32 on the CPU, to be used as it is.</summary>
    /// <param name="directory">The model directory.</param>
    /// <exception cref="RefusalException">The directory holds no network that is read, or tensors are missing or of a wrong shape.</exception>
    public static LanguageModel Load(string directory) => Load(directory, dropout: 0, warn: null);

    /// <summary>
    /// Reads a network to go on training. An encoder may come without the head that predicts tokens, as a checkpoint of the bare model does:
    /// the head then starts afresh.
    /// </summary>
    /// <param name="directory">The model directory.</param>
    /// <param name="dropout">The chance of an activation to be zeroed in training.</param>
    /// <param name="warn">Told of a head that starts afresh, and of tensors that nothing here is made of.</param>
    /// <exception cref="RefusalException">The directory holds no network that is read, or tensors are missing or of a wrong shape.</exception>
    public static LanguageModel LoadBase(string directory, double dropout, Action<string> warn) => Load(directory, dropout, warn);

    /// <summary>A network of the sizes of a saved one, with fresh weights.</summary>
    /// <param name="directory">The model directory.</param>
    /// <param name="dropout">The chance of an activation to be zeroed in training.</param>
    /// <exception cref="RefusalException">The directory holds no network that is read.</exception>
    public static LanguageModel CreateLike(string directory, double dropout)
    {
        JsonObject configuration = Checkpoint.ReadConfiguration(directory);
        string modelType = Checkpoint.ModelType(configuration);
        using WeightLoader loader = WeightLoader.Open(directory, modelType);
        return Build(configuration, modelType, dropout, loader);
    }

    /// <summary>Writes a network with its tokenizer.</summary>
    /// <param name="directory">An existing directory.</param>
    /// <param name="model">The network.</param>
    /// <param name="tokenizer">What cuts its texts.</param>
    public static void Save(string directory, LanguageModel model, Tokenizer tokenizer)
    {
        switch (model)
        {
            case MaskedLanguageModel encoder:
                EncoderCheckpoint.Save(directory, encoder, tokenizer);
                break;
            case DecoderLanguageModel decoder:
                DecoderCheckpoint.Save(directory, decoder, tokenizer);
                break;
            case RecurrentLanguageModel recurrent:
                RecurrentCheckpoint.Save(directory, recurrent, tokenizer);
                break;
            default:
                throw new InvalidOperationException($"No layout is known for {model.GetType().Name}.");
        }
    }

    private static LanguageModel Load(string directory, double dropout, Action<string>? warn)
    {
        JsonObject configuration = Checkpoint.ReadConfiguration(directory);
        string modelType = Checkpoint.ModelType(configuration);
        using WeightLoader loader = WeightLoader.Open(directory, modelType);
        LanguageModel model = Build(configuration, modelType, dropout, loader);
        try
        {
            if (model is MaskedLanguageModel encoder && warn is not null && !loader.HasAny(encoder.HeadTensors()))
            {
                loader.Load(encoder.Encoder.NamedTensors());
                warn("The checkpoint has no head that predicts tokens; it starts afresh.");
            }
            else
            {
                loader.Load(model.NamedTensors());
            }

            loader.ThrowIfAny();
            if (warn is not null && loader.Unused is { Count: > 0 } unused)
            {
                warn($"{unused.Count} tensors of the checkpoint are not used: {WeightLoader.List(unused)}.");
            }

            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static LanguageModel Build(JsonObject configuration, string modelType, double dropout, WeightLoader loader)
    {
        if (EncoderLayouts.Find(modelType) is not null)
        {
            EncoderConfiguration sizes = EncoderCheckpoint.ReadConfiguration(configuration);
            loader.RequireWeightsFor(sizes.EstimateWeights());
            return new MaskedLanguageModel(sizes with { Dropout = dropout });
        }

        switch (modelType)
        {
            case DecoderCheckpoint.ModelType:
                DecoderConfiguration decoder = DecoderCheckpoint.ReadConfiguration(configuration);
                loader.RequireWeightsFor(decoder.EstimateWeights());
                return new DecoderLanguageModel(decoder with { Dropout = dropout });
            case RecurrentConfiguration.ModelType:
                RecurrentConfiguration recurrent = RecurrentCheckpoint.ReadConfiguration(configuration);
                loader.RequireWeightsFor(recurrent.EstimateWeights());
                return new RecurrentLanguageModel(recurrent with { Dropout = dropout });
            default:
                throw Checkpoint.RefuseModelType(modelType);
        }
    }
}
