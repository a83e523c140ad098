namespace Hone.Training.Evaluation;

/// <summary>By how much a metric of one model is above that of another on the same rows.</summary>
/// <param name="Difference">The one's minus the other's.</param>
/// <param name="Interval">Where the difference lies with a confidence of 95 %, by a paired bootstrap.</param>
/// <param name="P">How likely so large a difference, to either side, is between models that are no different, by approximate randomisation.</param>
public sealed record MetricDifference(double Difference, ConfidenceInterval Interval, double P);
