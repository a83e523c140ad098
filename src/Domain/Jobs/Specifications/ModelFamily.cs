namespace Hone.Domain.Jobs.Specifications;

/// <summary>The kinds of network.</summary>
public enum ModelFamily
{
    /// <summary>BERT's encoder (Devlin et al. 2019): every token sees every other.</summary>
    TransformerEncoder,

    /// <summary>GPT-2's decoder (Radford et al. 2019): every token sees those before it.</summary>
    TransformerDecoder,

    /// <summary>A recurrent network (Elman 1990, and its successors): a state is carried from token to token.</summary>
    Rnn,
}
