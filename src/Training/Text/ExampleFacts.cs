using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Hone.Domain.Datasets;

namespace Hone.Training.Text;

/// <summary>What is kept in memory of one usable row.</summary>
/// <param name="Part">The uploaded part it is in.</param>
/// <param name="Line">Its line there.</param>
/// <param name="TextHash">Stands for its text.</param>
/// <param name="Length">Code points of its text.</param>
/// <param name="Label">Its label, in the order in which labels were first seen.</param>
internal readonly record struct ExampleFacts(SplitName Part, long Line, ulong TextHash, int Length, int Label)
{
    /// <summary>The first eight bytes of a SHA-256: two texts are taken for the same exactly when this is the same.</summary>
    public static ulong Hash(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan()), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }
}
