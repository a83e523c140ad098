using Hone.Api.Requests;
using Hone.Domain.Datasets;

namespace Hone.Api.Datasets;

/// <summary>Which examples are asked for.</summary>
internal sealed record ExamplesRequest : PageRequest
{
    /// <summary>The part of the data set.</summary>
    public SplitName Split { get; init; } = SplitName.Train;
}
