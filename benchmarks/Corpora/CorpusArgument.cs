using Hone.Benchmarks.CommandLine;

namespace Hone.Benchmarks.Corpora;

/// <summary>A corpus as the command line names it: <c>NAME=PATH</c>.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="Path">A file: <c>.jsonl</c> with a <c>text</c> on every line, or text with blank lines between documents; either may be <c>.gz</c>.</param>
internal sealed record CorpusArgument(string Name, string Path)
{
    /// <exception cref="UsageException">It is not of that form, or there is no such file.</exception>
    public static CorpusArgument Parse(string value)
    {
        if (value.Split('=', 2) is not [{ Length: > 0 } name, { Length: > 0 } path])
        {
            throw new UsageException($"--corpus is given as NAME=PATH; '{value}' is not.");
        }

        return File.Exists(path) ? new CorpusArgument(name, System.IO.Path.GetFullPath(path)) : throw new UsageException($"The corpus {name} is missing: there is no file {path}.");
    }
}
