using System.Text.Json.Nodes;
using Hone.Domain.Problems;

namespace Hone.Training.Artifacts;

/// <summary>The names of a head's outputs in <c>config.json</c>: <c>id2label</c> and <c>label2id</c>.</summary>
internal static class LabelNames
{
    private const int MostLabels = 1_000_000;

    /// <summary>Both of them.</summary>
    public static JsonObject Describe(IReadOnlyList<string> labels)
    {
        JsonObject names = [];
        JsonObject indices = [];
        for (int i = 0; i < labels.Count; i++)
        {
            names[$"{i}"] = labels[i];
            indices[labels[i]] = i;
        }

        return new JsonObject { ["id2label"] = names, ["label2id"] = indices };
    }

    /// <summary>The names in the order of the outputs; those that Hugging Face's library gives where the file names none.</summary>
    /// <param name="json">The whole <c>config.json</c>.</param>
    /// <param name="classifier">The shape of the last matrix, <c>[labels, width]</c>; null where there is none.</param>
    /// <exception cref="RefusalException">There are none, one is missing, or two are the same.</exception>
    public static string[] Read(JsonObject json, IReadOnlyList<long>? classifier)
    {
        if (json["id2label"] is null && classifier is [> 0 and <= MostLabels, _])
        {
            return [.. Enumerable.Range(0, (int)classifier[0]).Select(index => $"LABEL_{index}")];
        }

        if (json["id2label"] is not JsonObject { Count: > 0 and <= MostLabels } names)
        {
            throw Checkpoint.Refuse("It names no labels (id2label).");
        }

        string[] labels = new string[names.Count];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = names[$"{i}"] is JsonValue value && value.TryGetValue(out string? label) ? label : throw Checkpoint.Refuse($"id2label has no name for {i}.");
        }

        return labels.Distinct().Count() == labels.Length ? labels : throw Checkpoint.Refuse("id2label gives two labels the same name.");
    }
}
