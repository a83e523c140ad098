namespace Hone.Training.Tests.Native;

/// <summary>The collection of tests that seed libtorch's generator: it is the whole process's, so nothing else may draw from it meanwhile.</summary>
[CollectionDefinition(nameof(TorchGenerator), DisableParallelization = true)]
public sealed class TorchGenerator;
