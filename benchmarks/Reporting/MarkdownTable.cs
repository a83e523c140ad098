namespace Hone.Benchmarks.Reporting;

/// <summary>A table in Markdown.</summary>
internal static class MarkdownTable
{
    /// <summary>Lays rows out, a line each.</summary>
    public static string Write<TRow>(IReadOnlyList<Column<TRow>> columns, IEnumerable<TRow> rows) => string.Join(
        '\n',
        [
            Line(columns.Select(column => column.Title)),
            Line(columns.Select(column => column.IsNumber ? "---:" : "---")),
            .. rows.Select(row => Line(columns.Select(column => column.Show(row)))),
        ]);

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |";
}
