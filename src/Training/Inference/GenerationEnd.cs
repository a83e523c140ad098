namespace Hone.Training.Inference;

/// <summary>Why a text ended.</summary>
public enum GenerationEnd
{
    /// <summary>The model ended it, or a stop string came.</summary>
    Stop,

    /// <summary>It has as many tokens as it may have.</summary>
    Length,
}
