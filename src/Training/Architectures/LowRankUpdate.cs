using Hone.Training.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Hone.Training.Architectures;

/// <summary>
/// LoRA (Hu et al. 2022): what is added to a matrix, the product of a tall and a wide one. At the start the product is zero.
/// </summary>
internal sealed class LowRankUpdate : nn.Module
{
    private readonly Parameter down;
    private readonly Parameter up;
    private readonly double scale;
    private readonly double dropout;

    /// <param name="inputs">Columns of the matrix.</param>
    /// <param name="outputs">Rows of the matrix.</param>
    /// <param name="options">How it learns.</param>
    public LowRankUpdate(long inputs, long outputs, LowRankOptions options)
        : base(nameof(LowRankUpdate))
    {
        long rank = Math.Min(options.Rank, Math.Min(inputs, outputs));
        down = Parameter(empty(rank, inputs));
        up = Parameter(zeros(outputs, rank));
        scale = options.Alpha / options.Rank;
        dropout = options.Dropout;
        RegisterComponents();
        init.normal_(down, 0, 1 / Math.Sqrt(inputs));
    }

    /// <summary>The matrix to add, <c>[outputs, inputs]</c>.</summary>
    public Tensor Matrix() => up.mm(down).Times(scale);

    /// <summary>What the matrix to add makes of inputs: <c>[…, inputs]</c> in, <c>[…, outputs]</c> out.</summary>
    public Tensor Apply(Tensor states) => functional.linear(functional.linear(Dropout.Apply(states, dropout, training), down), up).Times(scale);
}
