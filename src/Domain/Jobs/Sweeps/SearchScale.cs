namespace Hone.Domain.Jobs.Sweeps;

/// <summary>How values are spread over a range.</summary>
public enum SearchScale
{
    /// <summary>As many between 1 and 2 as between 2 and 3.</summary>
    Linear,

    /// <summary>As many between 1 and 10 as between 10 and 100.</summary>
    Log,
}
