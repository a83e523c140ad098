using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hone.Domain.Jobs.Sweeps;

/// <summary>Reads a range from a number, an array of numbers or an object, and writes the shortest of them.</summary>
internal sealed class SearchRangeJson : JsonConverter<SearchRange>
{
    /// <inheritdoc/>
    public override SearchRange Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                return SearchRange.Of(reader.GetDouble());
            case JsonTokenType.StartArray:
                return SearchRange.Of(JsonSerializer.Deserialize<double[]>(ref reader, options)!);
            default:
                Interval interval = JsonSerializer.Deserialize<Interval>(ref reader, options)!;
                return SearchRange.Between(interval.Min, interval.Max, interval.Scale);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, SearchRange value, JsonSerializerOptions options)
    {
        if (value.Values is null)
        {
            JsonSerializer.Serialize(writer, new Interval { Min = value.Min, Max = value.Max, Scale = value.Scale }, options);
        }
        else if (value.Values is [double only])
        {
            writer.WriteNumberValue(only);
        }
        else
        {
            JsonSerializer.Serialize(writer, value.Values, options);
        }
    }

    private sealed record Interval
    {
        public required double Min { get; init; }

        public required double Max { get; init; }

        public SearchScale Scale { get; init; }
    }
}
