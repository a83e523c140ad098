using System.Buffers.Binary;
using System.Text;

namespace Hone.Training.Tests.Build;

/// <summary>
/// The smallest 64-bit ELF object that has symbol versions: symbols asked of one library, each in a version and with or without a relocation,
/// written after the System V ABI and the Linux Standard Base.
/// </summary>
internal sealed class ElfImage
{
    private const int HeaderSize = 64;
    private readonly List<byte> strings = [0];
    private readonly Dictionary<string, int> offsets = [];

    private ElfImage(IReadOnlyList<Symbol> symbols, IReadOnlyList<string> versions)
    {
        byte[] table = new byte[24 * (symbols.Count + 1)];
        byte[] symbolVersions = new byte[2 * (symbols.Count + 1)];
        List<byte> relocations = [];
        for (int index = 0; index < symbols.Count; index++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(table.AsSpan(24 * (index + 1)), Text(symbols[index].Name));
            BinaryPrimitives.WriteUInt16LittleEndian(symbolVersions.AsSpan(2 * (index + 1)), IndexOf(versions, symbols[index].Version));
            if (symbols[index].Relocated)
            {
                byte[] relocation = new byte[24];
                BinaryPrimitives.WriteUInt64LittleEndian(relocation.AsSpan(8), ((ulong)(index + 1) << 32) | 7);
                relocations.AddRange(relocation);
            }
        }

        byte[] needed = new byte[16 * (versions.Count + 1)];
        BinaryPrimitives.WriteUInt16LittleEndian(needed, 1);
        BinaryPrimitives.WriteUInt16LittleEndian(needed.AsSpan(2), (ushort)versions.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(needed.AsSpan(4), Text("libstdc++.so.6"));
        BinaryPrimitives.WriteUInt32LittleEndian(needed.AsSpan(8), 16);
        for (int index = 0; index < versions.Count; index++)
        {
            Span<byte> entry = needed.AsSpan(16 * (index + 1));
            BinaryPrimitives.WriteUInt16LittleEndian(entry[6..], (ushort)(index + 2));
            BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], Text(versions[index]));
            BinaryPrimitives.WriteUInt32LittleEndian(entry[12..], index + 1 < versions.Count ? 16u : 0u);
        }

        Bytes = Assemble(
            (Type: 0, Content: [], Link: 0),
            (Type: 11, Content: table, Link: 2),
            (Type: 3, Content: [.. strings], Link: 0),
            (Type: 0x6fffffff, Content: symbolVersions, Link: 1),
            (Type: 0x6ffffffe, Content: needed, Link: 2),
            (Type: 4, Content: [.. relocations], Link: 1));
    }

    public byte[] Bytes { get; }

    public static byte[] With(params Symbol[] symbols) =>
        new ElfImage(symbols, [.. symbols.Select(symbol => symbol.Version).Distinct()]).Bytes;

    private static ushort IndexOf(IReadOnlyList<string> versions, string version) => (ushort)(versions.ToList().IndexOf(version) + 2);

    private static byte[] Assemble(params (uint Type, byte[] Content, uint Link)[] sections)
    {
        using MemoryStream image = new();
        image.Write(new byte[HeaderSize]);
        List<long> starts = [];
        foreach ((uint _, byte[] content, uint _) in sections)
        {
            starts.Add(image.Position);
            image.Write(content);
        }

        long headers = image.Position;
        for (int index = 0; index < sections.Length; index++)
        {
            byte[] header = new byte[64];
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), sections[index].Type);
            BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(0x18), starts[index]);
            BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(0x20), sections[index].Content.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(0x28), sections[index].Link);
            image.Write(header);
        }

        byte[] bytes = image.ToArray();
        new byte[] { 0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1 }.CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(0x28), headers);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(0x3a), 64);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(0x3c), (ushort)sections.Length);
        return bytes;
    }

    private uint Text(string text)
    {
        if (!offsets.TryGetValue(text, out int offset))
        {
            offset = strings.Count;
            offsets.Add(text, offset);
            strings.AddRange(Encoding.ASCII.GetBytes(text + "\0"));
        }

        return (uint)offset;
    }

    /// <summary>A symbol asked for.</summary>
    public sealed record Symbol(string Name, string Version, bool Relocated);
}
