namespace Hone.Domain.Tasks;

/// <summary>What a model does with a text. Named as Hugging Face names its tasks.</summary>
public enum TaskKind
{
    /// <summary>Fill in masked tokens: what a pretrained encoder does as it is.</summary>
    FillMask,

    /// <summary>Go on with a text: what a pretrained decoder or one-directional recurrent network does as it is.</summary>
    TextGeneration,

    /// <summary>Give a text one of a fixed set of labels; sentiment analysis is this task.</summary>
    TextClassification,
}
