namespace Hone.Domain.Jobs.Specifications;

/// <summary>How the hidden states of a text become one vector.</summary>
public enum Pooling
{
    /// <summary>Their mean: learns from far fewer examples, and is the default.</summary>
    Mean,

    /// <summary>The first token's, through a dense layer and tanh: BERT's own head.</summary>
    Cls,
}
