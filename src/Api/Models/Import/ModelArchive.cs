using System.IO.Compression;
using Hone.Api.Configuration;
using Hone.Domain.Problems;

namespace Hone.Api.Models.Import;

/// <summary>A model as a zip archive. Everything of it is doubted: paths, kinds of entry, and how far it expands.</summary>
internal static class ModelArchive
{
    /// <summary>Bytes of directory for each file that an archive may have: a name and some attributes.</summary>
    private const long DirectoryBytesPerFile = 1024;

    /// <summary>A small archive may expand as much as it likes.</summary>
    private const long AlwaysAllowed = 1024 * 1024;

    private const int FileKinds = 0xF000; // stat(2): the kind of a file within its mode, which Unix archivers put into the upper half of the attributes
    private const int RegularFile = 0x8000;
    private const int Folder = 0x4000;

    /// <summary>What macOS puts beside the files.</summary>
    private const string ResourceForks = "__MACOSX/";

    /// <summary>Unpacks the files of a model, which lie in the archive itself or in the one folder that it has.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="files">Where they go.</param>
    /// <param name="limits">How many files there may be, and how far they may expand.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="RefusalException">It is not a zip archive, has entries that a model does not, or expands too far.</exception>
    public static async Task UnpackAsync(string path, ImportedFiles files, LimitOptions limits, CancellationToken cancellationToken)
    {
        try
        {
            await using FileStream content = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous);
            if (ZipTail.Measure(content) > limits.ArchiveFiles * DirectoryBytesPerFile)
            {
                throw TooManyFiles(limits);
            }

            await using ZipArchive archive = await ZipArchive.CreateAsync(content, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancellationToken);
            if (archive.Entries.Count > limits.ArchiveFiles)
            {
                throw TooManyFiles(limits);
            }

            RefuseUnsafe(archive.Entries);
            string root = FindRoot(archive.Entries);
            foreach (ZipArchiveEntry entry in archive.Entries.Where(entry => entry.FullName.StartsWith(root, StringComparison.Ordinal)))
            {
                string name = entry.FullName[root.Length..];
                if (!ImportedFiles.IsNeeded(name))
                {
                    files.PassOver(name);
                    continue;
                }

                Crc32 checksum = new();
                await using Stream expanded = await entry.OpenAsync(cancellationToken);
                await files.TakeAsync(
                    name,
                    expanded,
                    piece =>
                    {
                        checksum.Add(piece.Span);
                        RefuseBomb(files.Bytes, content.Length, limits);
                    },
                    cancellationToken);
                if (checksum.Value != entry.Crc32)
                {
                    throw new InvalidDataException($"'{name}' does not have its checksum.");
                }
            }
        }
        catch (InvalidDataException)
        {
            throw new RefusalException(RefusalKind.Invalid, ProblemCodes.InvalidArchive, "The upload is not a complete and undamaged zip archive.");
        }
    }

    private static void RefuseUnsafe(IReadOnlyList<ZipArchiveEntry> entries)
    {
        ProblemList problems = new();
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        foreach (ZipArchiveEntry entry in entries)
        {
            string? reason = ReasonAgainst(entry) ?? (seen.Add(entry.FullName) ? null : "occurs twice");
            if (reason is not null)
            {
                problems.Add(new Problem(ProblemCodes.UnsafePath, $"The entry '{Quote(entry.FullName)}' {reason}.") { File = Quote(entry.FullName) });
            }
        }

        problems.ThrowIfAny(ProblemCodes.UnsafePath, problems.Count > 0 ? problems[0].Message : string.Empty);
    }

    private static string? ReasonAgainst(ZipArchiveEntry entry)
    {
        string[] segments = entry.FullName.Split('/');
        if (entry.FullName.Contains('\\') || entry.FullName.Contains(':') || entry.FullName.Any(char.IsControl))
        {
            return "has a character that names of files should not have";
        }

        if (segments[..^1].Any(segment => segment is "" or "." or "..") || segments[^1] is "." or "..")
        {
            return "leads out of the archive's folder";
        }

        int kind = (entry.ExternalAttributes >> 16) & FileKinds;
        return kind is 0 or RegularFile or Folder ? entry.IsEncrypted ? "is encrypted" : null : "is a link or a device, not a file";
    }

    /// <summary>The folder with the model, a slash at the end: the only one at the top, or none.</summary>
    private static string FindRoot(IReadOnlyList<ZipArchiveEntry> entries)
    {
        string[] tops =
        [
            .. entries.Select(entry => entry.FullName)
                .Where(name => !name.StartsWith(ResourceForks, StringComparison.Ordinal))
                .Select(name => name[..(name.IndexOf('/', StringComparison.Ordinal) + 1)])
                .Distinct(),
        ];
        return tops is [string only] ? only : string.Empty;
    }

    private static void RefuseBomb(long expanded, long archive, LimitOptions limits)
    {
        if (expanded > AlwaysAllowed && expanded / limits.DecompressionRatio > archive)
        {
            throw new RefusalException(RefusalKind.TooLarge, ProblemCodes.ExpandsTooFar, $"The archive expands to more than {limits.DecompressionRatio} times its size.");
        }
    }

    private static RefusalException TooManyFiles(LimitOptions limits) =>
        new(RefusalKind.TooLarge, ProblemCodes.TooManyFiles, $"The archive has more than {limits.ArchiveFiles} entries.");

    private static string Quote(string name)
    {
        const int Longest = 100;
        string printable = string.Concat(name.Where(character => !char.IsControl(character)));
        return printable.Length <= Longest ? printable : printable[..Longest] + "…";
    }
}
