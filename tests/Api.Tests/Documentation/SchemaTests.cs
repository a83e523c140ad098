using System.Text.Json;

namespace Hone.Api.Tests.Documentation;

/// <summary>What the OpenAPI document says about the shapes of requests and answers.</summary>
public sealed class SchemaTests(SharedService shared)
{
    [Fact]
    public async Task EverySchema_DescribesWhatItHolds()
    {
        List<string> missing = [];
        foreach (JsonProperty schema in (await SchemasAsync()).EnumerateObject())
        {
            if (schema.Value.TryGetProperty("description", out JsonElement description))
            {
                Assert.DoesNotContain("Hone.", description.GetString(), StringComparison.Ordinal); // a name of C#
            }
            else
            {
                missing.Add(schema.Name);
            }
        }

        Assert.Empty(missing);
    }

    [Fact]
    public async Task Schemas_TellTheRangesOfNumbers_AndTheFormsOfInputs()
    {
        JsonElement schemas = await SchemasAsync();

        AssertRange("PretrainingOptions", "batchTokens", 64, 1_048_576);
        AssertRange("FinetuningOptions", "learningRate", 1e-8, 1);
        AssertRange("SplitOptions", "test", 0, 0.9);
        Assert.False(schemas.GetProperty("FinetuningOptions").GetProperty("properties").GetProperty("seed").TryGetProperty("maximum", out _));
        JsonElement inputs = schemas.GetProperty("PredictionRequest").GetProperty("properties").GetProperty("inputs");
        string[] fields = [.. inputs.GetProperty("oneOf").EnumerateArray()
            .SelectMany(form => form.TryGetProperty("properties", out JsonElement properties) ? properties.EnumerateObject() : default)
            .Select(field => field.Name).Distinct()];
        Assert.Equal(["text", "predicates", "textPair", "candidates", "words"], fields);

        void AssertRange(string schema, string property, double minimum, double maximum)
        {
            JsonElement number = schemas.GetProperty(schema).GetProperty("properties").GetProperty(property);
            Assert.Equal((minimum, maximum), (number.GetProperty("minimum").GetDouble(), number.GetProperty("maximum").GetDouble()));
        }
    }

    private async Task<JsonElement> SchemasAsync()
    {
        using HttpResponseMessage response = await shared.Client.GetAsync("/swagger/v1/swagger.json");
        return (await response.ReadAsync<JsonElement>()).GetProperty("components").GetProperty("schemas");
    }
}
