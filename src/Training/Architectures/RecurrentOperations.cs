using Hone.Domain.Jobs.Specifications;
using TorchSharp;
using static TorchSharp.torch;

namespace Hone.Training.Architectures;

/// <summary>
/// libtorch's fused recurrent operations, which take one layer through all steps of a batch in one call. TorchSharp has them as modules only, whose
/// native half holds a list of its weights that does not follow when a weight is replaced; TorchScript calls them with the weights it is given.
/// </summary>
internal static class RecurrentOperations
{
    private static readonly Lazy<jit.CompilationUnit> Script = new(() => jit.compile(string.Concat(
        Define("rnn_tanh", state: "state[0]", results: "[r[0], r[1]]"),
        Define("rnn_relu", state: "state[0]", results: "[r[0], r[1]]"),
        Define("gru", state: "state[0]", results: "[r[0], r[1]]"),
        Define("lstm", state: "state", results: "[r[0], r[1], r[2]]"))));

    /// <summary>How many rows of weights a unit has: one for each gate.</summary>
    public static int Gates(RecurrentCell cell) => cell switch
    {
        RecurrentCell.Tanh or RecurrentCell.Relu => 1,
        RecurrentCell.Gru => 3,
        RecurrentCell.Lstm => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(cell), cell, null),
    };

    /// <summary>How many tensors the state of a layer is: the hidden state, and an LSTM's cell state.</summary>
    public static int States(RecurrentCell cell) => cell == RecurrentCell.Lstm ? 2 : 1;

    /// <summary>Takes one layer through all steps of a batch.</summary>
    /// <param name="cell">The kind of cell.</param>
    /// <param name="inputs"><c>[length, batch, width]</c>, or <c>[total, width]</c> step behind step when sequences differ in length.</param>
    /// <param name="batchSizes">How many sequences have each step, <c>[length]</c> of int64 on the CPU; null when all have all.</param>
    /// <param name="state">What to start from, each tensor <c>[1, batch, hidden]</c>.</param>
    /// <param name="weights">Input weights, recurrent weights and the bias of either, in PyTorch's layout.</param>
    /// <returns>The hidden states, laid out as the inputs are, and the state behind each sequence's last step.</returns>
    public static (Tensor Outputs, Tensor[] State) Run(RecurrentCell cell, Tensor inputs, Tensor? batchSizes, Tensor[] state, Tensor[] weights)
    {
        string operation = cell switch
        {
            RecurrentCell.Tanh => "rnn_tanh",
            RecurrentCell.Lstm => "lstm",
            RecurrentCell.Gru => "gru",

            // On META relu has no kernel in libtorch's C++ half; tanh is of the same shapes.
            RecurrentCell.Relu => inputs.device_type == DeviceType.META ? "rnn_tanh" : "rnn_relu",
            _ => throw new ArgumentOutOfRangeException(nameof(cell), cell, null),
        };
        bool train = is_grad_enabled();
        Tensor[] results = (Tensor[])Script.Value.invoke(operation, inputs, batchSizes!, state, weights, train);
        return (results[0], results[1..]);
    }

    /// <summary>A function of one layer, one direction, no dropout, with biases and steps first.</summary>
    private static string Define(string operation, string state, string results) =>
        $"""
        def {operation}(inputs: Tensor, sizes: Optional[Tensor], state: List[Tensor], weights: List[Tensor], train: bool):
            if sizes is None:
                r = torch.{operation}(inputs, {state}, weights, True, 1, 0.0, train, False, False)
            else:
                r = torch.{operation}(inputs, sizes, {state}, weights, True, 1, 0.0, train, False)
            return {results}


        """;
}
