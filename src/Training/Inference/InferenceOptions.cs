using Hone.Domain.Jobs.Specifications;

namespace Hone.Training.Inference;

/// <summary>Where and how a model predicts.</summary>
/// <param name="Device"><c>auto</c>, <c>cpu</c> or <c>cuda</c>.</param>
/// <param name="Precision">The number format it computes in.</param>
public sealed record InferenceOptions(string Device = "auto", Precision Precision = Precision.Auto);
