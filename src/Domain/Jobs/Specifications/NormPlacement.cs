namespace Hone.Domain.Jobs.Specifications;

/// <summary>Where the layers of an encoder normalise.</summary>
public enum NormPlacement
{
    /// <summary>Before attention and feed-forward network, on a path that residual connections go around (Xiong et al. 2020).</summary>
    Pre,

    /// <summary>After each residual connection, as BERT does (Vaswani et al. 2017).</summary>
    Post,
}
