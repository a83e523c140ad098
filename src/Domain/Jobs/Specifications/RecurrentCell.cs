namespace Hone.Domain.Jobs.Specifications;

/// <summary>How a recurrent network goes from one state to the next.</summary>
public enum RecurrentCell
{
    /// <summary>h_t = tanh(W x_t + U h_{t-1} + b) (Elman 1990).</summary>
    Tanh,

    /// <summary>h_t = max(0, W x_t + U h_{t-1} + b) (Le, Jaitly &amp; Hinton 2015).</summary>
    Relu,

    /// <summary>Long short-term memory, with a forget gate (Hochreiter &amp; Schmidhuber 1997; Gers et al. 2000).</summary>
    Lstm,

    /// <summary>Gated recurrent units (Cho et al. 2014).</summary>
    Gru,
}
