using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Domain.Problems;
using Hone.Training.Architectures;
using Hone.Training.Tokenization;

namespace Hone.Training.Artifacts;

/// <summary>A decoder as a directory in Hugging Face's layout: <c>config.json</c> with GPT-2's keys and weights under GPT-2's names.</summary>
internal static class DecoderCheckpoint
{
    /// <summary>The name of GPT-2's kind of network in <c>config.json</c>.</summary>
    public const string ModelType = "gpt2";

    /// <summary>Writes a decoder.</summary>
    public static void Save(string directory, DecoderLanguageModel model, Tokenizer tokenizer)
    {
        JsonObject configuration = JsonSerializer.SerializeToNode(model.Configuration)!.AsObject();
        configuration["bos_token_id"] = tokenizer.ClassificationId;
        configuration["eos_token_id"] = tokenizer.SeparatorId;
        configuration["tie_word_embeddings"] = true;
        Checkpoint.Write(directory, configuration, "GPT2LMHeadModel", ModelType, model.NamedTensors(), tokenizer);
    }

    /// <summary>Reads the sizes of a decoder.</summary>
    /// <exception cref="RefusalException">They are not those of a decoder that is read.</exception>
    public static DecoderConfiguration ReadConfiguration(JsonObject json)
    {
        DecoderConfiguration configuration = Checkpoint.Sizes<DecoderConfiguration>(json);
        bool positive = configuration is { VocabularySize: > 0, Hidden: > 0, Layers: > 0, Heads: > 0, InnerSize: > 0, MaxLength: > 0 };
        if (!positive || configuration.Hidden % configuration.Heads != 0)
        {
            throw Checkpoint.Refuse("Its sizes are not those of a decoder.");
        }

        ConfigurationReader reader = new(json);
        reader.Choice("activation_function", "gelu_new", Activations.Names);
        reader.Require("scale_attn_weights", needed: true);
        reader.Require("scale_attn_by_inverse_layer_idx", needed: false);
        reader.Require("add_cross_attention", needed: false);
        reader.ThrowIfAny();
        return configuration;
    }
}
