using Hone.Domain.Predictions;
using Hone.Training.Predictions;
using Microsoft.OpenApi;

namespace Hone.Api.Documentation;

/// <summary>What an input of a prediction may be: what <see cref="PredictionInput.Validate"/> lets through, in OpenAPI's words.</summary>
internal static class InputSchemas
{
    private static readonly InputColumns Names = InputColumns.Default;

    /// <summary>One input, or an array of inputs.</summary>
    public static OpenApiSchema OneOrMany() => new()
    {
        OneOf = [.. One(), new OpenApiSchema { Type = JsonSchemaType.Array, MinItems = 1, Items = new OpenApiSchema { OneOf = One() } }],
    };

    private static List<IOpenApiSchema> One() =>
    [
        Text("A text."),
        Form("A text; for semantic role labelling also the predicates, as places among the words it is divided into.", [(Names.Text, Text("The text."))], [(Names.Predicates, Places())]),
        Form("A pair of texts, for a classifier of pairs or to compare them.", [(Names.Text, Text("One text.")), (Names.TextPair, Text("The other text."))], []),
        Form("A text and those that it is compared with.", [(Names.Text, Text("The text.")), (Names.Candidates, Texts("What it is compared with."))], []),
        Form("The words of a sentence, for semantic role labelling, with its predicates or without.", [(Names.Words, Texts("The words."))], [(Names.Predicates, Places())]),
    ];

    private static OpenApiSchema Form(string description, (string Name, OpenApiSchema Schema)[] required, (string Name, OpenApiSchema Schema)[] optional) => new()
    {
        Type = JsonSchemaType.Object,
        Description = description,
        Properties = required.Concat(optional).ToDictionary(field => field.Name, IOpenApiSchema (field) => field.Schema),
        Required = required.Select(field => field.Name).ToHashSet(),
        AdditionalPropertiesAllowed = false,
    };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, MinLength = 1, Description = description };

    private static OpenApiSchema Texts(string description) => new()
    {
        Type = JsonSchemaType.Array,
        MinItems = 1,
        Items = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1 },
        Description = description,
    };

    private static OpenApiSchema Places() => new()
    {
        Type = JsonSchemaType.Array,
        UniqueItems = true,
        Items = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "0" },
        Description = "The predicates, as places among the words, counted from 0; without them the model finds them.",
    };
}
