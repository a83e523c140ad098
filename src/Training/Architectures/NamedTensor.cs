using static TorchSharp.torch;

namespace Hone.Training.Architectures;

/// <summary>A weight under the name it has in a saved model. The tensor is a view: reading it saves, writing it loads.</summary>
public readonly record struct NamedTensor(string Name, Tensor Tensor);
