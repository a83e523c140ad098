using System.Text.Json.Nodes;
using Hone.Domain;
using Hone.Domain.Jobs.Sweeps;
using Microsoft.OpenApi;

namespace Hone.Api.Documentation;

/// <summary>Shows the three forms in which a range may stand.</summary>
internal static class SearchRangeSchema
{
    /// <summary>The schema.</summary>
    public static OpenApiSchema Create() => new()
    {
        OneOf =
        [
            Number(),
            new OpenApiSchema { Type = JsonSchemaType.Array, Items = Number(), MinItems = 1, MaxItems = SearchRange.MostValues },
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Required = new HashSet<string> { "min", "max" },
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    ["min"] = Number(),
                    ["max"] = Number(),
                    ["scale"] = new OpenApiSchema
                    {
                        Type = JsonSchemaType.String,
                        Enum = [.. Enum.GetValues<SearchScale>().Select(scale => JsonValue.Create(HoneJson.Name(scale)))],
                        Default = HoneJson.Name(SearchScale.Linear),
                    },
                },
                AdditionalPropertiesAllowed = false,
            },
        ],
    };

    private static OpenApiSchema Number() => new() { Type = JsonSchemaType.Number, Format = "double" };
}
