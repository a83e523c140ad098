using System.Text.Json.Serialization;
using Hone.Domain.Models;
using Hone.Domain.Predictions;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;

namespace Hone.Domain.Jobs.Specifications;

/// <summary>Ask a model version about every row of an uploaded file: the fields of the form that are not the file.</summary>
public sealed record PredictSpecification : JobSpecification
{
    /// <summary>The version to ask: <c>name</c>, <c>name@alias</c> or <c>name:3</c>.</summary>
    public required string Model { get; init; }

    /// <summary>What to do; by default what the model was made for. Any model that was only pretrained does <c>sentence-similarity</c> too.</summary>
    public TaskKind? Task { get; init; }

    /// <summary>How the inputs are written. Without it the file's extension or media type tells.</summary>
    public InputFormat? Format { get; init; }

    /// <summary>Which columns or properties of a row are read.</summary>
    public InputColumns Columns { get; init; } = new();

    /// <summary>How predictions are given; those of <c>/predict</c>, but for <c>stream</c>.</summary>
    public PredictionParameters Parameters { get; init; } = new();

    /// <inheritdoc/>
    [JsonIgnore]
    public override JobKind Kind => JobKind.Predict;

    /// <inheritdoc/>
    public override IEnumerable<Problem> Validate() =>
    [
        .. ModelReference.Validate("model", Model),
        .. Columns.Validate("columns"),
        .. Parameters.Validate("parameters"),
        .. Check.That(
            !Parameters.Stream, ProblemCodes.InvalidRequest, "parameters.stream", "'parameters.stream' is for one request; the predictions of a job are one file."),
    ];
}
