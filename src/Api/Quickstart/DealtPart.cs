using Hone.Domain.Datasets;

namespace Hone.Api.Quickstart;

/// <summary>A part of a data set that is dealt out.</summary>
/// <param name="Name">Which part.</param>
/// <param name="Rows">How many rows it takes at most.</param>
/// <param name="Share">How many types it is dealt for those of the other parts.</param>
internal sealed record DealtPart(SplitName Name, int Rows, int Share);
