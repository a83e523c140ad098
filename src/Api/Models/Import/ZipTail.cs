using System.Buffers.Binary;

namespace Hone.Api.Models.Import;

/// <summary>
/// The end of a zip archive (APPNOTE 4.3.12 to 4.3.16), looked at before the archive is opened: a reader keeps all of the directory in memory,
/// which may be as large as the archive.
/// </summary>
internal static class ZipTail
{
    private const int EndSize = 22;
    private const int LongestComment = ushort.MaxValue;
    private const int LocatorSize = 20;
    private const int LargeEndSize = 56;
    private const uint EndSignature = 0x06054b50;
    private const uint LocatorSignature = 0x07064b50;
    private const uint LargeEndSignature = 0x06064b50;

    /// <summary>Bytes from where the directory begins to the end of the archive.</summary>
    /// <exception cref="InvalidDataException">It is no zip archive.</exception>
    public static long Measure(FileStream archive)
    {
        long length = archive.Length;
        byte[] tail = new byte[Math.Min(length, EndSize + LongestComment)];
        RandomAccess.Read(archive.SafeFileHandle, tail, length - tail.Length);
        for (int at = tail.Length - EndSize; at >= 0; at--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at)) == EndSignature)
            {
                uint start = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + 16));
                return length - (start < uint.MaxValue ? start : LargeStart(archive, length - tail.Length + at - LocatorSize));
            }
        }

        throw new InvalidDataException("The end of the directory is missing.");
    }

    private static long LargeStart(FileStream archive, long locatorAt)
    {
        byte[] locator = new byte[LocatorSize];
        byte[] end = new byte[LargeEndSize];
        if (locatorAt >= 0
            && RandomAccess.Read(archive.SafeFileHandle, locator, locatorAt) == LocatorSize
            && BinaryPrimitives.ReadUInt32LittleEndian(locator) == LocatorSignature
            && BinaryPrimitives.ReadInt64LittleEndian(locator.AsSpan(8)) is >= 0 and long endAt
            && RandomAccess.Read(archive.SafeFileHandle, end, endAt) == LargeEndSize
            && BinaryPrimitives.ReadUInt32LittleEndian(end) == LargeEndSignature
            && BinaryPrimitives.ReadInt64LittleEndian(end.AsSpan(48)) is >= 0 and long start)
        {
            return start;
        }

        throw new InvalidDataException("The end of the large directory is missing.");
    }
}
