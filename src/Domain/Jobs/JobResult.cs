using System.Text.Json.Serialization;

namespace Hone.Domain.Jobs;

/// <summary>What came of a job that succeeded; what a kind of job does not make is left out.</summary>
/// <param name="Model">The model whose version it made, judged or asked.</param>
/// <param name="Version">The version's number.</param>
/// <param name="Evaluation">The evaluation it made of that version.</param>
/// <param name="File">The address of the file it wrote.</param>
public sealed record JobResult(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Model = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Version = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? Evaluation = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? File = null);
