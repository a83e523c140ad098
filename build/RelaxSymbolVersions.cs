#nullable enable
#if !TESTING
using System;
using System.Collections.Generic;
using System.IO;
#endif
using System.Text;

namespace Hone.Build;

#if !TESTING
/// <summary>
/// Copies the native half of TorchSharp so that it loads where the C++ runtime is older than the one it was built against.
/// Two of the versions it asks of libstdc++ are missing from systems that have all it really calls:
/// <list type="bullet">
/// <item>GLIBCXX_3.4.32 (absent from Debian 12, Ubuntu 22.04, RHEL 9) only marks that iostreams must be initialised; nothing is called through it.</item>
/// <item>GLIBCXX_3.4.30 (absent from RHEL 9) is that of <c>condition_variable::wait</c>, which every libstdc++ also has, with the same parameters, as GLIBCXX_3.4.11.</item>
/// </list>
/// Compiled by MSBuild when it builds, for .NET Standard 2.0; the source is the whole tool.
/// </summary>
public sealed class RelaxSymbolVersions : Microsoft.Build.Utilities.Task
{
    [Microsoft.Build.Framework.Required]
    public string Source { get; set; } = "";

    [Microsoft.Build.Framework.Required]
    public string Destination { get; set; } = "";

    public override bool Execute()
    {
        byte[] image = File.ReadAllBytes(Source);
        ElfSymbolVersions versions = new(image);
        versions.Rebind("_ZNSt18condition_variable4waitERSt11unique_lockISt5mutexE", "GLIBCXX_3.4.30", "GLIBCXX_3.4.11");
        foreach (string version in new[] { "GLIBCXX_3.4.30", "GLIBCXX_3.4.32" })
        {
            if (!versions.Weaken(version))
            {
                Log.LogMessage("{0} needs {1} for a symbol that it uses: left as it is.", Source, version);
            }
        }

        // Under a name of its own until it is whole: a build that is stopped, or another at the same time, never leaves half a file.
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(Destination))!);
        string temporary = $"{Destination}.{Guid.NewGuid():N}.tmp";
        File.WriteAllBytes(temporary, image);
        File.Delete(Destination);
        File.Move(temporary, Destination);
        return true;
    }
}
#endif

/// <summary>
/// The versions of symbols that a 64-bit little-endian ELF shared object asks of other libraries (sections <c>.gnu.version</c> and <c>.gnu.version_r</c>
/// of the Linux Standard Base), changed in place.
/// </summary>
internal sealed class ElfSymbolVersions
{
    private const int SectionRelocations = 4;
    private const int SectionDynamicSymbols = 11;
    private const int SectionVersionsNeeded = 0x6ffffffe;
    private const int SectionSymbolVersions = 0x6fffffff;
    private const ushort WeakFlag = 2;
    private const ushort IndexMask = 0x7fff;

    private readonly byte[] image;
    private readonly List<Section> sections = [];
    private readonly Section? symbols;
    private readonly Section? strings;
    private readonly Section? symbolVersions;

    /// <exception cref="InvalidDataException">The bytes are no such object.</exception>
    public ElfSymbolVersions(byte[] image)
    {
        this.image = image;
        if (image.Length < 64 || ReadUInt32(0) != 0x464c457f || image[4] != 2 || image[5] != 1)
        {
            throw new InvalidDataException("Not a 64-bit little-endian ELF file.");
        }

        long table = ReadOffset(0x28);
        for (int index = 0; index < ReadUInt16(0x3c); index++)
        {
            long header = table + (index * (long)ReadUInt16(0x3a));
            sections.Add(new Section((int)ReadUInt32(header + 4), ReadOffset(header + 0x18), ReadOffset(header + 0x20), (int)ReadUInt32(header + 0x28)));
        }

        symbols = sections.Find(section => section.Type == SectionDynamicSymbols);
        symbolVersions = sections.Find(section => section.Type == SectionSymbolVersions);
        strings = symbols is not null && symbols.Link >= 0 && symbols.Link < sections.Count ? sections[symbols.Link] : null;
    }

    /// <summary>Lets a symbol that is asked for in one version be satisfied by another version of the same library.</summary>
    /// <returns>Whether the symbol was asked for in that version.</returns>
    public bool Rebind(string symbol, string from, string to)
    {
        bool rebound = false;
        foreach ((string name, string library, long entry) in Needed())
        {
            foreach ((string otherName, string otherLibrary, long otherEntry) in Needed())
            {
                if (name == from && otherName == to && library == otherLibrary)
                {
                    rebound |= Rebind(symbol, VersionIndex(entry), VersionIndex(otherEntry));
                }
            }
        }

        return rebound;
    }

    /// <summary>Lets the object load where a version is missing, unless a symbol of that version is really used.</summary>
    /// <returns>Whether the version is now not insisted on, or never was.</returns>
    public bool Weaken(string version)
    {
        foreach ((string name, _, long entry) in Needed())
        {
            if (name == version)
            {
                if (IsUsed(VersionIndex(entry)))
                {
                    return false;
                }

                WriteUInt16(entry + 4, (ushort)(ReadUInt16(entry + 4) | WeakFlag));
            }
        }

        return true;
    }

    private bool Rebind(string symbol, ushort from, ushort to)
    {
        for (long index = 0; symbols is not null && symbolVersions is not null && index < symbols.Size / 24; index++)
        {
            long version = symbolVersions.Offset + (2 * index);
            if ((ReadUInt16(version) & IndexMask) == from && ReadString(ReadUInt32(symbols.Offset + (24 * index))) == symbol)
            {
                WriteUInt16(version, to);
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a relocation refers to a symbol of that version: only those are looked up when the object is loaded.</summary>
    private bool IsUsed(ushort version)
    {
        foreach (Section relocations in sections.FindAll(section => section.Type == SectionRelocations))
        {
            for (long at = relocations.Offset; at < relocations.Offset + relocations.Size; at += 24)
            {
                long symbol = ReadUInt32(at + 12);
                if (symbolVersions is not null && (ReadUInt16(symbolVersions.Offset + (2 * symbol)) & IndexMask) == version)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private ushort VersionIndex(long entry) => (ushort)(ReadUInt16(entry + 6) & IndexMask);

    /// <summary>Every version asked for: its name, the library it is asked of, and where its entry (<c>Elf64_Vernaux</c>) is.</summary>
    private List<(string Name, string Library, long Entry)> Needed()
    {
        List<(string Name, string Library, long Entry)> needed = [];
        if (sections.Find(section => section.Type == SectionVersionsNeeded) is { } section)
        {
            long file = section.Offset;
            for (long nextFile = -1; nextFile != 0; file += nextFile)
            {
                long entry = file + ReadUInt32(file + 8);
                for (int index = 0; index < ReadUInt16(file + 2); index++)
                {
                    needed.Add((ReadString(ReadUInt32(entry + 8)), ReadString(ReadUInt32(file + 4)), entry));
                    uint next = ReadUInt32(entry + 12);
                    if (next == 0)
                    {
                        break;
                    }

                    entry += next;
                }

                nextFile = ReadUInt32(file + 12);
            }
        }

        return needed;
    }

    private string ReadString(long offset)
    {
        long start = (strings?.Offset ?? throw new InvalidDataException("The ELF file has no dynamic strings.")) + offset;
        long end = start;
        while (image[Checked(end, 1)] != 0)
        {
            end++;
        }

        return Encoding.ASCII.GetString(image, (int)start, (int)(end - start));
    }

    private ushort ReadUInt16(long offset) => BitConverter.ToUInt16(image, Checked(offset, 2));

    private uint ReadUInt32(long offset) => BitConverter.ToUInt32(image, Checked(offset, 4));

    private long ReadOffset(long offset)
    {
        long value = BitConverter.ToInt64(image, Checked(offset, 8));
        return value >= 0 && value <= image.Length ? value : throw new InvalidDataException("The ELF file is cut off.");
    }

    private void WriteUInt16(long offset, ushort value) => BitConverter.GetBytes(value).CopyTo(image, Checked(offset, 2));

    private int Checked(long offset, int length) =>
        offset >= 0 && offset <= image.Length - length ? (int)offset : throw new InvalidDataException("The ELF file is cut off.");

    private sealed class Section(int type, long offset, long size, int link)
    {
        public int Type { get; } = type;

        public long Offset { get; } = offset;

        public long Size { get; } = size;

        public int Link { get; } = link;
    }
}
