using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Hone.Training.Evaluation;

namespace Hone.Api.Evaluations;

/// <summary>An evaluation of a model version with everything that was found out.</summary>
public sealed record EvaluationDetailResponse : EvaluationResponse
{
    /// <summary>Shows an evaluation with its report.</summary>
    [SetsRequiredMembers]
    public EvaluationDetailResponse(EvaluationResponse evaluation, EvaluationReport report)
        : base(evaluation)
    {
        Report = report;
    }

    /// <summary>Everything that was found out.</summary>
    [JsonPropertyOrder(1)]
    public required EvaluationReport Report { get; init; }
}
