using Hone.Domain.Tasks;

namespace Hone.Domain.Datasets;

/// <summary>Examples of one task in train, validation and test parts, with a report on what is odd about them.</summary>
public sealed class Dataset
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required TaskKind Task { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>The labels in the order of their indices, sorted ordinally: classes, types of spans, or roles; none for tasks without labels.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>The stored parts, train first.</summary>
    public required IReadOnlyList<DatasetSplit> Splits { get; init; }

    public required DatasetReport Report { get; init; }

    /// <summary>Bytes of all parts together.</summary>
    public long Bytes => Splits.Sum(split => split.Bytes);
}
