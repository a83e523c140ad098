using Hone.Domain.Problems;

namespace Hone.Api.Predictions;

/// <summary>What to predict with a model that the route names.</summary>
public record ModelPredictionRequest : IValidatable
{
    /// <summary>One text, or an array of texts.</summary>
    public required PredictionInputs Inputs { get; init; }

    public PredictionParameters? Parameters { get; init; }

    /// <inheritdoc/>
    public virtual IEnumerable<Problem> Validate() => [.. Inputs.Validate("inputs"), .. Parameters?.Validate("parameters") ?? []];
}
