using System.Text.Json.Nodes;

namespace Hone.Training.Tokenization;

/// <summary>How <c>tokenizer.json</c> tells of a <see cref="TextNormalizer"/>.</summary>
internal static class NormalizerJson
{
    private const string Sequence = "Sequence";
    private const string Lowercasing = "Lowercase";

    private static readonly string[] AccentStripping = ["NFD", "StripAccents"];

    /// <summary>Describes a normalizer; null where it changes nothing.</summary>
    public static JsonNode? Write(bool lowercase, bool stripAccents)
    {
        JsonObject[] steps = [.. Steps(lowercase, stripAccents).Select(type => new JsonObject { ["type"] = type })];
        return steps switch
        {
            [] => null,
            [JsonObject only] => only,
            _ => new JsonObject { ["type"] = Sequence, ["normalizers"] = new JsonArray([.. steps]) },
        };
    }

    /// <summary>Reads a normalizer.</summary>
    /// <exception cref="InvalidDataException">It is none that a <see cref="TextNormalizer"/> does.</exception>
    public static (bool Lowercase, bool StripAccents) Read(JsonNode? normalizer)
    {
        string[] types = [.. Types(normalizer)];
        bool lowercase = types.Contains(Lowercasing);
        bool stripAccents = types.Contains(AccentStripping[^1]);
        TokenizerFiles.Require(
            types.SequenceEqual(Steps(lowercase, stripAccents)),
            $"'normalizer' must be nothing, or {string.Join(" and ", AccentStripping)}, {Lowercasing}, or these three in this order; it is {string.Join(", ", types)}");
        return (lowercase, stripAccents);
    }

    private static string[] Steps(bool lowercase, bool stripAccents) => [.. stripAccents ? AccentStripping : [], .. lowercase ? [Lowercasing] : (string[])[]];

    private static IEnumerable<string> Types(JsonNode? normalizer) => normalizer is null ? []
        : Type(normalizer) == Sequence && normalizer["normalizers"] is JsonArray steps ? steps.Select(Type)
        : [Type(normalizer)];

    private static string Type(JsonNode? step) =>
        step is JsonObject && step["type"] is JsonValue type ? type.ToString() : throw new InvalidDataException("'normalizer' must have a 'type'");
}
