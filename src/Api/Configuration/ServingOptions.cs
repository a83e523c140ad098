using Hone.Domain.Jobs.Specifications;

namespace Hone.Api.Configuration;

/// <summary>How models answer predictions.</summary>
public sealed class ServingOptions
{
    /// <summary>Where resident models compute: <c>auto</c>, <c>cpu</c> or <c>cuda</c>.</summary>
    public string Device { get; init; } = "auto";

    public Precision Precision { get; init; } = Precision.Auto;

    /// <summary>Bytes that the weights of resident models may take together; the least recently used leave when another needs room.</summary>
    public long MemoryBytes { get; init; } = 2L * 1024 * 1024 * 1024;

    /// <summary>Tokens that a model computes at once. An input that is longer is computed alone.</summary>
    public int BatchTokens { get; init; } = 8192;

    /// <summary>Inputs that may wait for one model; a request that finds no room is refused at once.</summary>
    public int QueueInputs { get; init; } = 1024;

    /// <summary>Inputs of one request.</summary>
    public int RequestInputs { get; init; } = 256;

    /// <summary>Texts that a model goes on with at the same time.</summary>
    public int ConcurrentGenerations { get; init; } = 16;

    /// <summary>Tokens that one input may be gone on with.</summary>
    public int GeneratedTokens { get; init; } = 4096;

    /// <summary>UTF-16 units of one input. What is longer than a model reads is cut off anyway; this bounds the work of finding out.</summary>
    public int InputCharacters { get; init; } = 100_000;
}
