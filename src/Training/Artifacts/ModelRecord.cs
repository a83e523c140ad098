using System.Text.Json;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Models;
using Hone.Domain.Tasks;
using Hone.Training.Evaluation;

namespace Hone.Training.Artifacts;

/// <summary><c>hone.json</c> of a model directory: what the model is for, what it was made from and how good it is.</summary>
public sealed record ModelRecord
{
    public required TaskKind Task { get; init; }

    public required ModelFamily Family { get; init; }

    /// <summary>The labels in the order of the network's outputs; empty for a language model.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Trained weights in the model.</summary>
    public required long Parameters { get; init; }

    /// <summary>Everything it was made from, and with what.</summary>
    public required Lineage Lineage { get; init; }

    /// <summary>The final metrics, such as <c>test/accuracy</c>.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>
    /// The full evaluation on each split it was judged on, by the split's name, in the form of its task: a <see cref="ClassificationEvaluation"/>, a
    /// <see cref="MultiLabelEvaluation"/>, a <see cref="SpanEvaluation"/>, a <see cref="RoleEvaluation"/> or a <see cref="SimilarityEvaluation"/>.
    /// </summary>
    public IReadOnlyDictionary<string, JsonElement> Evaluations { get; init; } = new Dictionary<string, JsonElement>();
}
