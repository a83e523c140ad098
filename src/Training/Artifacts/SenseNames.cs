using System.Text.Json.Nodes;
using Hone.Domain.Problems;
using Hone.Training.Text;

namespace Hone.Training.Artifacts;

/// <summary>The senses of predicates in <c>config.json</c>: their names in the order of the outputs, and of each word the places of those that it was seen with.</summary>
internal static class SenseNames
{
    private const string NamesKey = "senses";
    private const string FormsKey = "sense_forms";
    private const int MostSenses = 1_000_000;

    /// <summary>Adds both of them.</summary>
    public static void Describe(SenseInventory senses, JsonObject head)
    {
        head[NamesKey] = new JsonArray([.. senses.Senses.Select(sense => (JsonNode)sense)]);
        head[FormsKey] = new JsonObject(senses.Forms
            .OrderBy(form => form.Key, StringComparer.Ordinal)
            .Select(form => KeyValuePair.Create(form.Key, (JsonNode?)new JsonArray([.. form.Value.Select(place => (JsonNode)place)]))));
    }

    /// <summary>The senses of a whole <c>config.json</c>; null where it names none.</summary>
    /// <exception cref="RefusalException">One is no text or there twice, or a word has a sense that is not there.</exception>
    public static SenseInventory? Read(JsonObject json)
    {
        if (json[NamesKey] is null)
        {
            return null;
        }

        if (json[NamesKey] is not JsonArray { Count: > 0 and <= MostSenses } names || json[FormsKey] is not JsonObject forms)
        {
            throw Checkpoint.Refuse($"It names no senses ({NamesKey}), or not those of each word ({FormsKey}).");
        }

        string[] senses = [.. names.Select(name => name is JsonValue value && value.TryGetValue(out string? sense) ? sense : throw Checkpoint.Refuse($"{NamesKey} has something that is no text."))];
        return senses.Distinct(StringComparer.Ordinal).Count() == senses.Length
            ? new SenseInventory(senses, forms.ToDictionary(form => form.Key, form => (IReadOnlyList<int>)ReadPlaces(form.Key, form.Value, senses.Length), StringComparer.Ordinal))
            : throw Checkpoint.Refuse($"{NamesKey} names one twice.");
    }

    private static int[] ReadPlaces(string form, JsonNode? node, int count)
    {
        int[] places = node is JsonArray { Count: > 0 } array
            ? [.. array.Select(item => item is JsonValue value && value.TryGetValue(out int place) && place >= 0 && place < count ? place : -1)]
            : [-1];
        return places.Contains(-1) ? throw Checkpoint.Refuse($"{FormsKey} does not give '{form}' places of senses.") : places;
    }
}
