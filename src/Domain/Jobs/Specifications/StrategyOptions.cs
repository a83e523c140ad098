namespace Hone.Domain.Jobs.Specifications;

/// <summary>How the base is adapted.</summary>
public sealed record StrategyOptions
{
    public StrategyKind Kind { get; init; } = StrategyKind.Full;
}
