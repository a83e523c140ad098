using System.Text.Json.Serialization;

namespace Hone.Domain.Jobs;

/// <summary>
/// One record of a job's history. The trainer appends them to <c>events.jsonl</c>, one JSON object per line;
/// the service keeps them in the database and streams them.
/// </summary>
public sealed record JobEvent
{
    public required JobEventKind Kind { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime Time { get; init; }

    /// <summary>The optimizer step it belongs to.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Step { get; init; }

    /// <summary>For <see cref="JobEventKind.Progress"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JobProgress? Progress { get; init; }

    /// <summary>For <see cref="JobEventKind.Metric"/>: values by name, such as <c>train/loss</c> or <c>validation/accuracy</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, double>? Values { get; init; }

    /// <summary>For <see cref="JobEventKind.Log"/> and <see cref="JobEventKind.Warning"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Message { get; init; }

    /// <summary>For <see cref="JobEventKind.Status"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JobStatus? Status { get; init; }
}
