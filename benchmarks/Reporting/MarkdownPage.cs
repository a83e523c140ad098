namespace Hone.Benchmarks.Reporting;

/// <summary>A page that people write, with parts that this program writes: each between two marks, which tell readers so.</summary>
internal static class MarkdownPage
{
    /// <summary>Replaces what is between the marks of a part; a page without them gets them at its end, and one that is not there is made.</summary>
    public static void Replace(string path, string part, string text)
    {
        string begin = $"<!-- {part}: written by benchmarks, not by hand -->";
        string end = $"<!-- {part}: end -->";
        string page = File.Exists(path) ? File.ReadAllText(path) : string.Empty;
        string written = $"{begin}\n\n{text.Trim()}\n\n{end}";
        int from = page.IndexOf(begin, StringComparison.Ordinal);
        int to = page.IndexOf(end, StringComparison.Ordinal);
        page = from >= 0 && to > from
            ? string.Concat(page.AsSpan(0, from), written, page.AsSpan(to + end.Length))
            : $"{page.TrimEnd()}\n\n{written}\n".TrimStart();
        AtomicFile.Write(path, page);
    }
}
