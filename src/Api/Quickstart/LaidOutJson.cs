using System.Text.Json;
using Hone.Domain;

namespace Hone.Api.Quickstart;

/// <summary>JSON for people to read: what fits stands on one line, what does not has a line for each field.</summary>
internal static class LaidOutJson
{
    private const int Width = 68;

    /// <summary>Writes a request so that it fits a terminal.</summary>
    public static string Write(object body) => Lines(JsonSerializer.SerializeToElement(body, HoneJson.Options), "");

    private static string Lines(JsonElement body, string indent)
    {
        IEnumerable<string> fields = body.EnumerateObject().Select(field =>
        {
            string line = $"{indent}  \"{field.Name}\": {Line(field.Value)}";
            return line.Length > Width && field.Value.ValueKind == JsonValueKind.Object
                ? $"{indent}  \"{field.Name}\": {Lines(field.Value, indent + "  ")}"
                : line;
        });
        return $"{{\n{string.Join(",\n", fields)}\n{indent}}}";
    }

    private static string Line(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => $"{{ {string.Join(", ", value.EnumerateObject().Select(field => $"\"{field.Name}\": {Line(field.Value)}"))} }}",
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(Line))}]",
        _ => value.GetRawText(),
    };
}
