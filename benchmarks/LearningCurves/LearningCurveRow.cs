using System.Text.Json.Serialization;
using Hone.Benchmarks.Reporting;

namespace Hone.Benchmarks.LearningCurves;

/// <summary>What one starting point reached with one number of examples and one seed.</summary>
internal sealed record LearningCurveRow : ReportRow
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Key => $"{Point} {Start} {Seed}";

    /// <summary>The name of the <see cref="LearningCurvePoint"/>.</summary>
    public required string Point { get; init; }

    public required StartingPoint Start { get; init; }

    /// <summary>Examples of each label, on average.</summary>
    public required double PerLabel { get; init; }

    /// <summary>Accuracy on the test split.</summary>
    public required double Test { get; init; }

    /// <summary>Accuracy on the validation split, by which the best epoch was chosen.</summary>
    public required double Validation { get; init; }

    public required int Epochs { get; init; }

    /// <summary>Steps of pretraining, of the base that the row was compared with.</summary>
    public required int PretrainingSteps { get; init; }

    public required double PretrainingMinutes { get; init; }

    /// <summary>The network as a person would say it.</summary>
    public required string Network { get; init; }
}
