using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hone.Training.Tokenization;

/// <summary>How <c>tokenizer.json</c> tells of the steps of a <see cref="TextNormalizer"/>.</summary>
internal static class NormalizerJson
{
    private const string Sequence = "Sequence";
    private const string Bert = "BertNormalizer";

    private static readonly Dictionary<string, NormalizationStep> Steps = new()
    {
        ["NFC"] = NormalizationStep.Nfc,
        ["NFD"] = NormalizationStep.Nfd,
        ["NFKC"] = NormalizationStep.Nfkc,
        ["NFKD"] = NormalizationStep.Nfkd,
        ["StripAccents"] = NormalizationStep.StripAccents,
        ["Lowercase"] = NormalizationStep.Lowercase,
    };

    /// <summary>Describes steps, and further ones behind them; null where there are none.</summary>
    public static JsonNode? Write(IReadOnlyList<NormalizationStep> steps, params JsonObject[] further)
    {
        JsonObject[] all = [.. steps.Select(Write), .. further];
        return all switch
        {
            [] => null,
            [JsonObject only] => only,
            _ => new JsonObject { ["type"] = Sequence, ["normalizers"] = new JsonArray([.. all]) },
        };
    }

    /// <summary>Reads a normalizer.</summary>
    /// <exception cref="InvalidDataException">It is none that a <see cref="TextNormalizer"/> does.</exception>
    public static TextNormalizer Read(JsonNode? normalizer) => new([.. Flatten(normalizer).Select(ReadStep)]);

    /// <summary>The steps of a sequence, one by one.</summary>
    /// <exception cref="InvalidDataException">One has no type.</exception>
    public static IEnumerable<JsonNode> Flatten(JsonNode? normalizer) => normalizer is null ? []
        : Type(normalizer) == Sequence && normalizer["normalizers"] is JsonArray steps ? steps.SelectMany(Flatten)
        : [normalizer];

    /// <summary>Reads one step.</summary>
    /// <exception cref="InvalidDataException">It is none that a <see cref="TextNormalizer"/> does.</exception>
    public static NormalizationStep ReadStep(JsonNode step)
    {
        string type = Type(step);
        return Steps.TryGetValue(type, out NormalizationStep known) ? known
            : type == Bert && CleansOnly(step) ? NormalizationStep.CleanText
            : throw new InvalidDataException(
                $"'normalizer' must be made of {string.Join(", ", Steps.Keys)}, and a {Bert} that cleans and does nothing else; it has {type}");
    }

    /// <summary>What a normalizer calls itself.</summary>
    /// <exception cref="InvalidDataException">It has no type.</exception>
    public static string Type(JsonNode? step) =>
        step is JsonObject && step["type"] is JsonValue type ? type.ToString() : throw new InvalidDataException("'normalizer' must have a 'type'");

    private static bool CleansOnly(JsonNode step) =>
        step.Deserialize<WordPieceJson.NormalizerSection>(TokenizerFiles.Options) is
        { CleanText: true, HandleChineseChars: false, Lowercase: false, StripAccents: null or false };

    private static JsonObject Write(NormalizationStep step) => step == NormalizationStep.CleanText
        ? JsonSerializer.SerializeToNode(
            new WordPieceJson.NormalizerSection { Type = Bert, HandleChineseChars = false, StripAccents = false, Lowercase = false }, TokenizerFiles.Options)!.AsObject()
        : new JsonObject { ["type"] = Steps.Single(pair => pair.Value == step).Key };
}
