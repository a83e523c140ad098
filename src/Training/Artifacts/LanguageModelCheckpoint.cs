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

    /// <summary>Reads a network with its weights, in fp32 on the CPU.</summary>
    /// <param name="directory">The model directory.</param>
    /// <param name="dropout">The chance of an activation to be zeroed in training.</param>
    /// <exception cref="RefusalException">The directory holds no network that is read, or tensors are missing or of a wrong shape.</exception>
    public static LanguageModel Load(string directory, double dropout = 0)
    {
        JsonObject configuration = Checkpoint.ReadConfiguration(directory);
        LanguageModel model = Checkpoint.ModelType(configuration) switch
        {
            string type when EncoderLayouts.Find(type) is not null => new MaskedLanguageModel(EncoderCheckpoint.ReadConfiguration(configuration) with { Dropout = dropout }),
            DecoderCheckpoint.ModelType => new DecoderLanguageModel(DecoderCheckpoint.ReadConfiguration(configuration) with { Dropout = dropout }),
            RecurrentConfiguration.ModelType => new RecurrentLanguageModel(RecurrentCheckpoint.ReadConfiguration(configuration) with { Dropout = dropout }),
            string other => throw Checkpoint.Refuse(
                $"The model type is '{other}'; read are {string.Join(", ", [.. EncoderLayouts.All.Select(layout => layout.ModelType), DecoderCheckpoint.ModelType, RecurrentConfiguration.ModelType])}."),
        };
        try
        {
            Checkpoint.LoadWeights(directory, model.NamedTensors());
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
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
}
