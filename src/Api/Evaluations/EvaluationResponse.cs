using Hone.Domain.Datasets;

namespace Hone.Api.Evaluations;

/// <summary>An evaluation of a model version as lists show it.</summary>
public record EvaluationResponse
{
    public required Guid Id { get; init; }

    /// <summary>The model that was judged.</summary>
    public required string Model { get; init; }

    /// <summary>The version of it.</summary>
    public required int Version { get; init; }

    /// <summary>The job that judged it.</summary>
    public required Guid JobId { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>The data set, which may have been deleted since.</summary>
    public required Guid DatasetId { get; init; }

    /// <summary>What the data set was called.</summary>
    public required string Dataset { get; init; }

    public required SplitName Split { get; init; }

    /// <summary>How many rows were judged.</summary>
    public required long Rows { get; init; }

    /// <summary>The single numbers by name.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>The version it was compared with, such as <c>reviews:2</c>.</summary>
    public required string? ComparedWith { get; init; }
}
