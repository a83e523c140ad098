using Hone.Domain.Predictions;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;

namespace Hone.Api.Predictions;

/// <summary>What to predict with a model that the route names.</summary>
public record ModelPredictionRequest : IValidatable
{
    /// <summary>
    /// One input, or an array of inputs: a text each, or an object with a <c>text</c> and, of a classifier of pairs and for similarity, a <c>textPair</c>,
    /// for similarity also <c>candidates</c>. Semantic role labelling takes <c>words</c> instead of a text, and <c>predicates</c>.
    /// </summary>
    public required PredictionInputs Inputs { get; init; }

    /// <summary>What to do; by default what the model was made for. Any model that was only pretrained does <c>sentence-similarity</c> too.</summary>
    public TaskKind? Task { get; init; }

    public PredictionParameters? Parameters { get; init; }

    /// <inheritdoc/>
    public virtual IEnumerable<Problem> Validate() => [.. Inputs.Validate("inputs"), .. Parameters?.Validate("parameters") ?? []];
}
