using TorchSharp;

namespace Hone.Training.Artifacts;

/// <summary>
/// The safetensors format: 8 bytes with the length of a header (little-endian), the header as JSON, then the tensors' bytes one after the other without
/// a gap. Plain numbers and names only: unlike a pickle, nothing in it is ever executed. See <see href="https://github.com/huggingface/safetensors"/>.
/// </summary>
internal static class SafetensorsFormat
{
    /// <summary>The name under which the header keeps text about the file.</summary>
    public const string Metadata = "__metadata__";

    /// <summary>Bytes of the header's length.</summary>
    public const int Prefix = sizeof(ulong);

    /// <summary>The largest header that is read, as in the reference implementation.</summary>
    public const int MaximumHeader = 100_000_000;

    /// <summary>The most dimensions a tensor may have.</summary>
    public const int MaximumRank = 16;

    /// <summary>How many bytes are moved between a file and a tensor at once.</summary>
    public const int Chunk = 1 << 24;

    /// <summary>The number formats and their names, those of wider alignment first: the order in which the reference implementation lays tensors out.</summary>
    public static IReadOnlyList<(string Name, torch.ScalarType Type, int Bytes)> Types { get; } =
    [
        ("I64", torch.ScalarType.Int64, 8),
        ("F64", torch.ScalarType.Float64, 8),
        ("F32", torch.ScalarType.Float32, 4),
        ("I32", torch.ScalarType.Int32, 4),
        ("BF16", torch.ScalarType.BFloat16, 2),
        ("F16", torch.ScalarType.Float16, 2),
        ("I16", torch.ScalarType.Int16, 2),
        ("I8", torch.ScalarType.Int8, 1),
        ("U8", torch.ScalarType.Byte, 1),
        ("BOOL", torch.ScalarType.Bool, 1),
    ];

    /// <summary>The tensor's numbers in pieces that fit a span, in order.</summary>
    /// <param name="tensor">On the processor and contiguous.</param>
    /// <param name="visit">Called with each piece: the memory itself.</param>
    public static void ForEachPiece(torch.Tensor tensor, Action<Span<byte>> visit)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor flat = tensor.view(-1); // [numel]
        long step = Chunk / tensor.ElementSize;
        for (long start = 0; start < flat.NumberOfElements; start += step)
        {
            using torch.Tensor piece = flat.narrow(0, start, Math.Min(step, flat.NumberOfElements - start));
            visit(piece.bytes);
        }
    }
}
