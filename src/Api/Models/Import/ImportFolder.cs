using Hone.Domain.Problems;

namespace Hone.Api.Models.Import;

/// <summary>A folder below the service's import path, which nothing that a request says leads out of.</summary>
internal static class ImportFolder
{
    /// <summary>Finds a folder.</summary>
    /// <param name="root">The import path, absolute; null where there is none.</param>
    /// <param name="path">The folder, relative to it.</param>
    /// <exception cref="RefusalException">There is no import path, no such folder, or a link on the way to it.</exception>
    public static DirectoryInfo Find(string? root, string path)
    {
        if (root is null)
        {
            throw new RefusalException(RefusalKind.Forbidden, ProblemCodes.ImportPathOff, "Folders are imported only where Hone:ImportPath names the one they lie in; upload a zip archive instead.");
        }

        string[] segments = path.Split('/', Path.DirectorySeparatorChar);
        if (Path.IsPathRooted(path) || path.Any(character => char.IsControl(character) || character == ':') || segments.Any(segment => segment is "" or "." or ".."))
        {
            throw RefusalException.ForField(ProblemCodes.UnsafePath, "path", "'path' must lead downwards from the import path: names of folders with slashes between.");
        }

        DirectoryInfo folder = new(root);
        foreach (string segment in segments)
        {
            folder = new DirectoryInfo(Path.Combine(folder.FullName, segment));
            RefuseLink(folder, segment);
            if (!folder.Exists)
            {
                throw RefusalException.ForField(ProblemCodes.UnknownFolder, "path", "There is no such folder below the import path.");
            }
        }

        return folder;
    }

    /// <summary>Copies the files of a model.</summary>
    /// <exception cref="RefusalException">One that is needed is a link, or they are too large.</exception>
    public static async Task CopyAsync(DirectoryInfo folder, ImportedFiles files, CancellationToken cancellationToken)
    {
        foreach (FileInfo file in folder.EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            if (!ImportedFiles.IsNeeded(file.Name))
            {
                files.PassOver(file.Name);
                continue;
            }

            RefuseLink(file, file.Name);
            await using FileStream content = new(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
            await files.TakeAsync(file.Name, content, see: null, cancellationToken);
        }
    }

    private static void RefuseLink(FileSystemInfo entry, string name)
    {
        if (entry.LinkTarget is not null)
        {
            throw RefusalException.ForField(ProblemCodes.UnsafePath, "path", $"'{name}' is a link; what is imported must itself lie below the import path.");
        }
    }
}
