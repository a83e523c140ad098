namespace Hone.Domain.Jobs.Specifications;

/// <summary>Sizes as in Turc et al. 2019 (layers / hidden / heads).</summary>
public enum ArchitecturePreset
{
    /// <summary>2 / 128 / 2.</summary>
    Tiny,

    /// <summary>4 / 256 / 4.</summary>
    Mini,

    /// <summary>4 / 512 / 8.</summary>
    Small,

    /// <summary>8 / 512 / 8.</summary>
    Medium,

    /// <summary>12 / 768 / 12.</summary>
    Base,
}
