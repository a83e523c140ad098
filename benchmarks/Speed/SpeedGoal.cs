using System.Globalization;

namespace Hone.Benchmarks.Speed;

/// <summary>What is to be reached.</summary>
/// <param name="Bound">Which side of the value is good.</param>
/// <param name="Value">The ratio to the peer; of what has no peer, the figure itself in its unit.</param>
internal sealed record SpeedGoal(GoalBound Bound, double Value)
{
    /// <summary>Whether it is reached.</summary>
    public bool IsReachedBy(double value) => Bound == GoalBound.AtLeast ? value >= Value : value <= Value;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Bound == GoalBound.AtLeast ? '≥' : '≤')} {Value:0.###}");
}
