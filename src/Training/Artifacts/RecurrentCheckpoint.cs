using System.Text.Json.Nodes;
using Hone.Domain.Problems;
using Hone.Training.Architectures;
using Hone.Training.Tokenization;

namespace Hone.Training.Artifacts;

/// <summary>
/// A recurrent language model as a directory in Hugging Face's layout. No class of that library loads it; each direction's weights have the
/// names and layout of PyTorch's <c>nn.RNN</c>, <c>nn.LSTM</c> and <c>nn.GRU</c>, behind <c>forward.</c> and <c>backward.</c>.
/// </summary>
internal static class RecurrentCheckpoint
{
    /// <summary>The class that <c>config.json</c> names.</summary>
    public const string Architecture = BackboneCheckpoint.RecurrentClass + "LanguageModel";

    /// <summary>Writes a recurrent language model.</summary>
    public static void Save(string directory, RecurrentLanguageModel model, Tokenizer tokenizer) =>
        BackboneCheckpoint.Save(directory, model, tokenizer, "LanguageModel", []);

    /// <summary>Reads the sizes of a recurrent network.</summary>
    /// <exception cref="RefusalException">They are not those of a recurrent network.</exception>
    public static RecurrentConfiguration ReadConfiguration(JsonObject json)
    {
        RecurrentConfiguration configuration = Checkpoint.Sizes<RecurrentConfiguration>(json);
        return configuration is { VocabularySize: > 0, Embedding: > 0, Hidden: > 0, Layers: > 0, MaxLength: > 0 }
            ? configuration
            : throw Checkpoint.Refuse("Its sizes are not those of a recurrent network.");
    }
}
