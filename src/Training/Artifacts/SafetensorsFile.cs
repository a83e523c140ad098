using System.Buffers.Binary;
using Hone.Domain.Problems;
using Microsoft.Win32.SafeHandles;
using TorchSharp;

namespace Hone.Training.Artifacts;

/// <summary>
/// An open safetensors file. Only the header is read on opening; a tensor's bytes go straight from the file into its memory. The file is read rather than
/// mapped, so that one that is cut off meanwhile is an error and not the end of the process.
/// </summary>
public sealed class SafetensorsFile : IDisposable
{
    private readonly SafeFileHandle handle;
    private readonly string name;

    private SafetensorsFile(SafeFileHandle handle, string name, SafetensorsHeader header)
    {
        this.handle = handle;
        this.name = name;
        Tensors = header.Tensors;
        Metadata = header.Metadata;
    }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, TensorInfo> Tensors { get; }

    /// <summary>Text about the file, such as <c>format: pt</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and checks its whole layout.</summary>
    /// <exception cref="RefusalException">It is not a sound safetensors file; every problem names its tensor.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SafetensorsFile Open(string path)
    {
        string name = Path.GetFileName(path);
        SafeFileHandle handle = File.OpenHandle(path);
        try
        {
            long length = RandomAccess.GetLength(handle);
            byte[] prefix = new byte[SafetensorsFormat.Prefix];
            if (RandomAccess.Read(handle, prefix, 0) < prefix.Length)
            {
                throw SafetensorsHeader.Refuse(name, $"it has only {length} bytes.");
            }

            ulong size = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
            if (size > SafetensorsFormat.MaximumHeader || (long)size > length - prefix.Length)
            {
                throw SafetensorsHeader.Refuse(name, $"its header is said to have {size} bytes, the file has {length}, and at most {SafetensorsFormat.MaximumHeader} are read.");
            }

            byte[] header = new byte[size];
            Read(handle, header, prefix.Length, name);
            return new SafetensorsFile(handle, name, SafetensorsHeader.Parse(header, prefix.Length + header.Length, length, name));
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Reads one tensor, which is the caller's to dispose of.</summary>
    /// <param name="tensor">Its name in the file.</param>
    /// <param name="device">Where it is wanted; the processor when null.</param>
    /// <param name="type">The number format it is wanted in; that of the file when null.</param>
    /// <exception cref="RefusalException">There is no tensor of that name.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public torch.Tensor Read(string tensor, torch.Device? device = null, torch.ScalarType? type = null)
    {
        if (!Tensors.TryGetValue(tensor, out TensorInfo? info))
        {
            throw SafetensorsHeader.Refuse(name, $"it has no tensor '{tensor}'.");
        }

        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor read = torch.empty([.. info.Shape], info.Type);
        long position = info.Offset;
        SafetensorsFormat.ForEachPiece(read, piece =>
        {
            Read(handle, piece, position, name);
            position += piece.Length;
        });
        return read.to(type ?? info.Type, device ?? torch.CPU).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();

    private static void Read(SafeFileHandle handle, Span<byte> destination, long position, string name)
    {
        while (!destination.IsEmpty)
        {
            int read = RandomAccess.Read(handle, destination, position);
            if (read == 0)
            {
                throw new EndOfStreamException($"'{name}' was cut off while it was read.");
            }

            destination = destination[read..];
            position += read;
        }
    }
}
