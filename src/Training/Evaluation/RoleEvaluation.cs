using System.Text.Json.Serialization;
using Hone.Domain.Tasks;

namespace Hone.Training.Evaluation;

/// <summary>How well predicates and their arguments were found.</summary>
public sealed record RoleEvaluation
{
    /// <summary>Whether words are predicates.</summary>
    public required Averages Predicates { get; init; }

    /// <summary>How many predicates there were to find.</summary>
    public required long PredicateCount { get; init; }

    /// <summary>The part of the predicates of which all arguments are right.</summary>
    public required double PerfectPredicates { get; init; }

    /// <summary>The arguments, without the predicates themselves.</summary>
    public required SpanEvaluation Arguments { get; init; }

    /// <summary>The senses of the true predicates; null where the model tells none, or the data has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SenseEvaluation? Senses { get; init; }

    /// <summary>
    /// The single numbers by name: those of the arguments, <c>f1/micro</c> and so on, those of the predicates as <c>f1/predicates</c>, and <c>accuracy/senses</c>.
    /// </summary>
    /// <param name="prefix">Put before each name, such as <c>test/</c>.</param>
    public IReadOnlyDictionary<string, double> ToMetrics(string prefix = "")
    {
        Dictionary<string, double> metrics = new(Arguments.ToMetrics(prefix)) { [$"{prefix}perfect-predicates"] = PerfectPredicates };
        Predicates.AddTo(metrics, prefix, "predicates");
        if (Senses is not null)
        {
            metrics[$"{prefix}{TaskMetrics.Senses}"] = Senses.Accuracy;
        }

        return metrics;
    }
}
