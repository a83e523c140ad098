using System.Globalization;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Hone.Domain;
using Hone.Domain.Problems;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Hone.Api.Documentation;

/// <summary>
/// Shows the least and the most that numbers may be. These stand in the <c>Validate</c> method of a type and nowhere else: here each number is made as small as its type
/// allows, and the problem that is found then tells. Types with fields that must be given are left out: an instance without them cannot be asked.
/// </summary>
internal sealed class RangeSchemas : ISchemaFilter
{
    /// <inheritdoc/>
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema { Properties: { Count: > 0 } shown }
            || context.Type.IsAbstract
            || context.Type.GetConstructor([]) is null
            || FindValidation(context.Type) is not { } validate
            || HoneJson.Options.GetTypeInfo(context.Type) is not { Kind: JsonTypeInfoKind.Object } type
            || type.Properties.Any(property => property.IsRequired))
        {
            return;
        }

        foreach (JsonPropertyInfo property in type.Properties)
        {
            if (property.Set is { } set && SmallestOf(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) is { } smallest
                && shown.TryGetValue(property.Name, out IOpenApiSchema? field) && field is OpenApiSchema plain)
            {
                object instance = Activator.CreateInstance(context.Type)!;
                set(instance, smallest);
                Problem? problem = validate(instance).FirstOrDefault(problem => problem.Bounds is not null && Names(problem.Field, property.Name));
                if (problem?.Bounds is ({ } minimum, { } maximum))
                {
                    plain.Minimum = minimum.ToString(CultureInfo.InvariantCulture);
                    plain.Maximum = maximum is long.MaxValue or int.MaxValue ? null : maximum.ToString(CultureInfo.InvariantCulture);
                }
            }
        }
    }

    /// <summary>The method that tells what is wrong with an instance; null where there is none that needs nothing to be given but a path.</summary>
    private static Func<object, IEnumerable<Problem>>? FindValidation(Type type)
    {
        MethodInfo? method = type.GetMethods(BindingFlags.Public | BindingFlags.Instance).FirstOrDefault(method => method.Name == "Validate"
            && method.ReturnType == typeof(IEnumerable<Problem>)
            && (method.GetParameters() is [] || method.GetParameters() is [{ } path] && path.ParameterType == typeof(string)));
        return method is null ? null : instance => (IEnumerable<Problem>)method.Invoke(instance, method.GetParameters() is [] ? [] : ["options"])!;
    }

    private static object? SmallestOf(Type type) => Type.GetTypeCode(type) switch
    {
        _ when type.IsEnum => null,
        TypeCode.Int32 => int.MinValue,
        TypeCode.Int64 => long.MinValue,
        TypeCode.Double => double.MinValue,
        TypeCode.Single => float.MinValue,
        _ => null,
    };

    private static bool Names(string? field, string property) => field == property || field?.EndsWith($".{property}", StringComparison.Ordinal) == true;
}
