using System.Text.Json;
using Hone.Domain;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hone.Api.Persistence;

/// <summary>Stores lists, dictionaries and records as JSON text.</summary>
internal static class JsonColumn
{
    /// <summary>Stores a property as JSON. Its value must be immutable: changed means replaced.</summary>
    public static PropertyBuilder<T> IsJson<T>(this PropertyBuilder<T> property) =>
        property.HasConversion(
            value => JsonSerializer.Serialize(value, HoneJson.Options),
            json => JsonSerializer.Deserialize<T>(json, HoneJson.Options)!,
            new ValueComparer<T>((a, b) => Equals(a, b), value => value == null ? 0 : value.GetHashCode(), value => value));
}
