namespace Hone.Api.Models.Import;

/// <summary>The checksum of zip entries (ISO 3309; APPNOTE 4.4.7). The framework reads an entry without comparing it.</summary>
internal sealed class Crc32
{
    private const uint Polynomial = 0xEDB88320; // reflected

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(index => Entry((uint)index))];

    private uint state = uint.MaxValue;

    /// <summary>The checksum of what was added.</summary>
    public uint Value => ~state;

    /// <summary>Adds bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            state = Table[(byte)(state ^ value)] ^ (state >> 8);
        }
    }

    private static uint Entry(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ Polynomial;
        }

        return value;
    }
}
