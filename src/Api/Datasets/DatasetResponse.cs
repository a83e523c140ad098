using Hone.Domain.Datasets;
using Hone.Domain.Tasks;

namespace Hone.Api.Datasets;

/// <summary>A data set.</summary>
public sealed record DatasetResponse
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>What its rows are examples of.</summary>
    public required TaskKind Task { get; init; }

    /// <summary>When it was uploaded, UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>Its labels, in the order of their indices.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Its parts as they are stored: one JSON object per row.</summary>
    public required IReadOnlyList<DatasetSplit> Splits { get; init; }

    /// <summary>Bytes of all parts together.</summary>
    public required long Bytes { get; init; }

    /// <summary>What is odd about it; the report has the rows.</summary>
    public required IReadOnlyList<WarningResponse> Warnings { get; init; }

    /// <summary>Where it is found.</summary>
    internal static string AddressOf(Dataset dataset) => $"/datasets/{dataset.Id}";

    internal static DatasetResponse Of(Dataset dataset) => new()
    {
        Id = dataset.Id,
        Name = dataset.Name,
        Task = dataset.Task,
        CreatedAt = dataset.CreatedAt,
        Labels = dataset.Labels,
        Splits = dataset.Splits,
        Bytes = dataset.Bytes,
        Warnings = [.. dataset.Report.Warnings.Select(warning => new WarningResponse(warning.Code, warning.Message, warning.Count))],
    };
}
