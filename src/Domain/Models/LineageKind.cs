namespace Hone.Domain.Models;

/// <summary>How a model version came to be here.</summary>
public enum LineageKind
{
    /// <summary>A job made it.</summary>
    Trained,

    /// <summary>It was made elsewhere.</summary>
    Imported,
}
