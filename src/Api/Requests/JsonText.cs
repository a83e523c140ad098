using System.Text.Json;

namespace Hone.Api.Requests;

/// <summary>Strings of JSON, of which an escape may be half of a surrogate pair: such a string is no text, and .NET does not give it.</summary>
internal static class JsonText
{
    /// <summary>Whether escapes in all strings of a value pair their surrogates.</summary>
    public static bool AreWhole(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => IsWhole(element),
        JsonValueKind.Array => element.EnumerateArray().All(AreWhole),
        JsonValueKind.Object => element.EnumerateObject().All(property => AreWhole(property.Value)),
        _ => true,
    };

    /// <summary>Whether escapes in a string pair their surrogates.</summary>
    public static bool IsWhole(JsonElement element)
    {
        try
        {
            return element.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    public static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD"; // an unpaired surrogate, which no field has in its name
        }
    }
}
