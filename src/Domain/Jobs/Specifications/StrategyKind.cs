namespace Hone.Domain.Jobs.Specifications;

/// <summary>Which weights fine-tuning changes.</summary>
public enum StrategyKind
{
    /// <summary>All of them.</summary>
    Full,

    /// <summary>Those of the task's head; the base stays as it is.</summary>
    HeadOnly,

    /// <summary>The head's first, then those of further layers from the top downwards, epoch by epoch (Howard &amp; Ruder 2018).</summary>
    GradualUnfreeze,

    /// <summary>The head's, and low-rank updates of the base's matrices, which are added to these when the model is saved (Hu et al. 2022).</summary>
    Lora,
}
