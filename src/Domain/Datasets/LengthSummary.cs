namespace Hone.Domain.Datasets;

/// <summary>Lengths of texts, in Unicode code points or in words.</summary>
public sealed record LengthSummary(long Minimum, double Mean, long Median, long Percentile95, long Maximum);
