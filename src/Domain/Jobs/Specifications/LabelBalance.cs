namespace Hone.Domain.Jobs.Specifications;

/// <summary>Whether rare labels are made up for.</summary>
public enum LabelBalance
{
    /// <summary>Every example counts the same.</summary>
    None,

    /// <summary>Labels count the same, however few examples they have.</summary>
    Balanced,
}
