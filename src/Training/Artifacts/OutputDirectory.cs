namespace Hone.Training.Artifacts;

/// <summary>Writes a directory under a temporary name and renames it when it is whole, so that nobody finds half of one.</summary>
public static class OutputDirectory
{
    /// <summary>Creates <paramref name="path"/> by what <paramref name="write"/> puts into the folder it is given.</summary>
    public static void Write(string path, Action<string> write)
    {
        string unfinished = path + ".unfinished";
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        Directory.CreateDirectory(unfinished);
        write(unfinished);
        Directory.Move(unfinished, path);
    }
}
