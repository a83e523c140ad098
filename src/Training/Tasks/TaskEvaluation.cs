using System.Text.Json;
using Hone.Domain;

namespace Hone.Training.Tasks;

/// <summary>How well a model did on a split.</summary>
/// <param name="Metrics">The single numbers by name, without the split's.</param>
/// <param name="Full">Everything, as it is stored.</param>
public sealed record TaskEvaluation(IReadOnlyDictionary<string, double> Metrics, JsonElement Full)
{
    /// <summary>An evaluation to be stored as it is.</summary>
    public static TaskEvaluation Of<T>(IReadOnlyDictionary<string, double> metrics, T full) => new(metrics, JsonSerializer.SerializeToElement(full, HoneJson.Options));
}
