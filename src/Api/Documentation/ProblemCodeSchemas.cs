using System.Reflection;
using System.Text.Json;
using Hone.Api.Errors;
using Hone.Domain.Problems;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Hone.Api.Documentation;

/// <summary>Lists the codes that problems may have. Not as an enumeration: a client must expect new ones.</summary>
internal sealed class ProblemCodeSchemas : ISchemaFilter
{
    private static readonly string Codes = string.Join(", ", typeof(ProblemCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => $"`{field.GetRawConstantValue()}`")
        .Order(StringComparer.Ordinal));

    /// <inheritdoc/>
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if ((context.Type == typeof(Problem) || context.Type == typeof(ProblemResponse)) && schema.Properties?[JsonNamingPolicy.CamelCase.ConvertName(nameof(Problem.Code))] is { } code)
        {
            code.Description = $"Stable, machine-readable name of what is wrong. Those there are today: {Codes}.";
        }
    }
}
