using System.Buffers.Binary;
using System.Buffers.Text;

namespace Hone.Api.Requests;

/// <summary>Where a page of a list ends, in a form that clients pass back without looking into it.</summary>
internal static class Cursor
{
    /// <summary>The place after the entry with an id.</summary>
    public static string Of(Guid id) => Base64Url.EncodeToString(id.ToByteArray(bigEndian: true));

    /// <summary>The place after the entry with a number, from 1.</summary>
    public static string Of(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>A place in a blob.</summary>
    public static string Of(LinePosition position)
    {
        Span<byte> bytes = stackalloc byte[2 * sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, position.Number);
        BinaryPrimitives.WriteInt64BigEndian(bytes[sizeof(long)..], position.Offset);
        return Base64Url.EncodeToString(bytes);
    }

    public static Guid? TryReadId(string cursor) =>
        TryRead(cursor, 16) is { } bytes ? new Guid(bytes, bigEndian: true) : null;

    public static long? TryReadNumber(string cursor) =>
        TryRead(cursor, sizeof(long)) is { } bytes && BinaryPrimitives.ReadInt64BigEndian(bytes) is > 0 and long number ? number : null;

    public static LinePosition? TryReadLine(string cursor) =>
        TryRead(cursor, 2 * sizeof(long)) is { } bytes
            ? new LinePosition(BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(sizeof(long))))
            : null;

    private static byte[]? TryRead(string cursor, int length)
    {
        byte[] bytes = new byte[length];
        return Base64Url.IsValid(cursor, out int decoded) && decoded == length && Base64Url.TryDecodeFromChars(cursor, bytes, out _) ? bytes : null;
    }
}
