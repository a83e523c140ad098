namespace Hone.Domain.Tasks;

/// <summary>What a model does with a text. Named as Hugging Face names its tasks.</summary>
public enum TaskKind
{
    /// <summary>Fill in masked tokens: what a pretrained encoder does as it is.</summary>
    FillMask,

    /// <summary>Go on with a text: what a pretrained decoder or one-directional recurrent network does as it is.</summary>
    TextGeneration,

    /// <summary>Give a text, or a pair of texts, one of a fixed set of labels or any number of them; sentiment analysis is this task.</summary>
    TextClassification,

    /// <summary>Mark spans of a text with types: named entities, slots, or a tag for every word.</summary>
    TokenClassification,

    /// <summary>Find the predicates of a sentence, and who did what to whom with each.</summary>
    SemanticRoleLabeling,

    /// <summary>Say how much alike two texts are.</summary>
    SentenceSimilarity,
}
