using Hone.Domain.Datasets;

namespace Hone.Domain.Models;

/// <summary>How well a version did on a split of a data set, as a job judged it; deleted with the version.</summary>
public sealed class ModelEvaluation
{
    public required Guid Id { get; init; }

    /// <summary>The version that was judged.</summary>
    public required Guid VersionId { get; init; }

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

    /// <summary>The single numbers by name, without the split's.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>The version it was compared with, such as <c>reviews:2</c>; null where there was none.</summary>
    public string? ComparedWith { get; init; }

    /// <summary>Everything, as the trainer wrote it: JSON that holds texts of the data set.</summary>
    public required string Report { get; init; }
}
