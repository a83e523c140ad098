using TorchSharp;

namespace Hone.Training.Artifacts;

/// <summary>Where a tensor is in a safetensors file, and how it is to be read.</summary>
/// <param name="Type">The number format it is stored in.</param>
/// <param name="Shape">Its dimensions; empty for a single number.</param>
/// <param name="Offset">Its first byte, counted from the start of the file.</param>
/// <param name="Bytes">How many bytes it has.</param>
public sealed record TensorInfo(torch.ScalarType Type, IReadOnlyList<long> Shape, long Offset, long Bytes);
