using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Hone.Domain.Datasets;
using Hone.Training.Text.Tasks;

namespace Hone.Training.Text;

/// <summary>What is kept in memory of one usable row.</summary>
/// <param name="Part">The uploaded part it is in.</param>
/// <param name="Line">Its line there.</param>
/// <param name="TextHash">Stands for its text.</param>
/// <param name="Length">Code points of its text.</param>
/// <param name="Labels">Its labels, as one of the <see cref="LabelSets"/>.</param>
internal readonly record struct ExampleFacts(SplitName Part, long Line, ulong TextHash, int Length, int Labels)
{
    /// <summary>Stands for what is to be learnt from it: labels, tags, score.</summary>
    public ulong Target { get; init; }

    /// <summary>How many words it has: those it came with, or those that its text is divided into.</summary>
    public int Words { get; init; }

    /// <summary>What is odd about it.</summary>
    public RowOddities Oddities { get; init; }

    /// <summary>The first eight bytes of a SHA-256: two texts are taken for the same exactly when this is the same.</summary>
    public static ulong Hash(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan()), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }
}
