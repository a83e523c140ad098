using Hone.Domain.Models;
using Hone.Domain.Problems;

namespace Hone.Api.Predictions;

/// <summary>What to predict, and with which model.</summary>
public sealed record PredictionRequest : ModelPredictionRequest
{
    /// <summary>A model version: <c>name</c> (its <c>default</c> alias, else the newest version), <c>name@alias</c> or <c>name:3</c>.</summary>
    public required string Model { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Problem> Validate() => [.. ModelReference.Validate("model", Model), .. base.Validate()];
}
