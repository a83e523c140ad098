namespace Hone.Domain.Jobs.Specifications;

/// <summary>Which weights fine-tuning changes.</summary>
public enum StrategyKind
{
    /// <summary>All of them.</summary>
    Full,
}
