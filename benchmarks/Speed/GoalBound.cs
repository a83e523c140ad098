namespace Hone.Benchmarks.Speed;

/// <summary>Which side of a goal is good.</summary>
internal enum GoalBound
{
    /// <summary>More is better.</summary>
    AtLeast,

    /// <summary>Less is better.</summary>
    AtMost,
}
