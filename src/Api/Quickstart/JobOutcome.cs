namespace Hone.Api.Quickstart;

/// <summary>What came of a job.</summary>
/// <param name="Model">The version it registered, as <c>name:number</c>.</param>
/// <param name="Metrics">The final value of every metric.</param>
/// <param name="Duration">How long the trainer was at work.</param>
internal sealed record JobOutcome(string Model, IReadOnlyDictionary<string, double> Metrics, TimeSpan Duration)
{
    /// <summary>The part of the test rows that it labels rightly.</summary>
    public double TestAccuracy => Metrics["test/accuracy"];
}
