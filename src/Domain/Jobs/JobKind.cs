namespace Hone.Domain.Jobs;

/// <summary>What a job does.</summary>
public enum JobKind
{
    /// <summary>Learn a language model from corpora.</summary>
    Pretrain,

    /// <summary>Learn a task from a data set, from a base or from scratch.</summary>
    Finetune,

    /// <summary>Judge a model version on a split of a data set.</summary>
    Evaluate,

    /// <summary>Ask a model version about every row of a file.</summary>
    Predict,

    /// <summary>Learn a task in several ways, and keep the best.</summary>
    Sweep,
}
