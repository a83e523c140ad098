using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Hone.Api.Persistence;

/// <summary>Keeps times in UTC: databases forget the kind of a <see cref="DateTime"/>.</summary>
internal sealed class UtcDateTimeConverter() : ValueConverter<DateTime, DateTime>(
    value => value.ToUniversalTime(),
    value => DateTime.SpecifyKind(value, DateTimeKind.Utc));
