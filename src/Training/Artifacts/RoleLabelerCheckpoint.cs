using System.Text.Json.Nodes;
using Hone.Domain.Problems;
using Hone.Training.Architectures;
using Hone.Training.Text;
using Hone.Training.Tokenization;

namespace Hone.Training.Artifacts;

/// <summary>
/// A network for semantic role labelling as a model directory: that of a token classifier, whose first output says whether a word is a predicate and whose
/// other outputs are the tags of roles. Roles are asked for with the predicate's tokens of the second kind (<c>token_type_ids</c>).
/// One that tells senses has the tensors <c>senses.*</c> for the predicate's first token, and the keys <c>senses</c> and <c>sense_forms</c>.
/// </summary>
public static class RoleLabelerCheckpoint
{
    /// <summary>The name of the first output.</summary>
    public const string PredicateLabel = "PREDICATE";

    /// <summary>Its class, behind the name of its backbone's.</summary>
    internal const string ModelClass = "ForSemanticRoleLabeling";

    /// <summary>Writes a fine-tuned network.</summary>
    /// <param name="directory">An existing directory.</param>
    /// <param name="model">The network.</param>
    /// <param name="tokenizer">What cuts its texts.</param>
    /// <param name="labels">The names of the outputs, the predicate's first.</param>
    /// <param name="senses">The senses that it tells; null where it tells none.</param>
    public static void Save(string directory, TokenClassificationModel model, Tokenizer tokenizer, IReadOnlyList<string> labels, SenseInventory? senses = null)
    {
        JsonObject head = LabelNames.Describe(labels);
        if (senses is not null)
        {
            SenseNames.Describe(senses, head);
        }

        BackboneCheckpoint.Save(directory, model, tokenizer, ModelClass, head);
    }

    /// <summary>Reads a fine-tuned network, in fp32 on the CPU.</summary>
    /// <returns>The network, the tags of its outputs behind the first, and the senses that it tells, if it does.</returns>
    /// <exception cref="RefusalException">The directory does not hold one, or tensors are missing or of a wrong shape.</exception>
    public static (TokenClassificationModel Model, IReadOnlyList<string> Tags, SenseInventory? Senses) Load(string directory)
    {
        SenseInventory? senses = null;
        (TokenClassificationModel model, IReadOnlyList<string> labels) = TokenClassifierCheckpoint.Load(directory, json => (senses = SenseNames.Read(json))?.Senses.Count ?? 0);
        if (labels[0] == PredicateLabel && model.Backbone.TokenTypes > 1)
        {
            return (model, [.. labels.Skip(1)], senses);
        }

        model.Dispose();
        throw Checkpoint.Refuse($"It is not of a network for semantic role labelling: its first label must be {PredicateLabel}, and it must have two kinds of token.");
    }
}
