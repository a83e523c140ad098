namespace Hone.Domain.Jobs;

/// <summary>What a job does.</summary>
public enum JobKind
{
    /// <summary>Learn a language model from corpora.</summary>
    Pretrain,

    /// <summary>Learn a task from a data set, from a base or from scratch.</summary>
    Finetune,
}
