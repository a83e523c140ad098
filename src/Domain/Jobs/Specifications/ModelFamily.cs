namespace Hone.Domain.Jobs.Specifications;

/// <summary>The kinds of network.</summary>
public enum ModelFamily
{
    /// <summary>BERT's encoder (Devlin et al. 2019).</summary>
    TransformerEncoder,
}
