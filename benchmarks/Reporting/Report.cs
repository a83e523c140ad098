using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hone.Benchmarks.Reporting;

/// <summary>
/// Figures as JSON, for programs, and as a Markdown table, for people. Rows are added one by one and written at once, so that a long table can be made
/// in several sittings.
/// </summary>
/// <typeparam name="TRow">A line of the table.</typeparam>
internal sealed class Report<TRow>
    where TRow : ReportRow
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // the file is read by people too, and by no browser
    };

    private readonly string page;
    private readonly string part;
    private readonly string figures;
    private readonly List<TRow> rows;

    private Report(string page, string part, string figures, List<TRow> rows)
    {
        this.page = page;
        this.part = part;
        this.figures = figures;
        this.rows = rows;
    }

    /// <summary>All rows, those of earlier sittings among them.</summary>
    public IReadOnlyList<TRow> Rows => rows;

    /// <summary>Opens the report of a page with the figures that are there.</summary>
    /// <param name="page">The Markdown page; the figures are in <c>page.part.json</c> beside it, those of the part that the page is named after in <c>page.json</c>.</param>
    /// <param name="part">The part of the page that is the report's.</param>
    public static Report<TRow> Open(string page, string part)
    {
        string figures = FiguresOf(page, part);
        List<TRow> rows = File.Exists(figures) ? JsonSerializer.Deserialize<List<TRow>>(File.ReadAllText(figures), Json)! : [];
        return new Report<TRow>(page, part, figures, rows);
    }

    /// <summary>A report that forgets what was measured before.</summary>
    public static Report<TRow> New(string page, string part) => new(page, part, FiguresOf(page, part), []);

    /// <summary>Adds a row, in the place of an earlier one of the same key, and writes the JSON.</summary>
    public void Put(TRow row)
    {
        int earlier = rows.FindIndex(other => other.Key == row.Key);
        if (earlier >= 0)
        {
            rows[earlier] = row;
        }
        else
        {
            rows.Add(row);
        }

        AtomicFile.Write(figures, JsonSerializer.Serialize(rows, Json) + "\n");
    }

    /// <summary>Forgets rows that say nothing any more; what is left is written with the next row.</summary>
    public void Remove(Predicate<TRow> isStale) => rows.RemoveAll(isStale);

    /// <summary>Writes the page's part: the text that <paramref name="compose"/> makes of the rows, and what they were measured on.</summary>
    public void WritePage(Func<IReadOnlyList<TRow>, string> compose)
    {
        IEnumerable<string> machines = rows
            .GroupBy(row => row.Machine)
            .Select(group => $"Measured on {Dates(group)} on {group.Key}; seed {string.Join(", ", group.Select(row => row.Seed).Distinct().Order())}.");
        MarkdownPage.Replace(page, part, string.Join("\n\n", machines.Prepend(compose(rows).Trim())));
    }

    private static string FiguresOf(string page, string part) =>
        Path.ChangeExtension(page, part == Path.GetFileNameWithoutExtension(page) ? ".json" : $".{part}.json");

    private static string Dates(IEnumerable<TRow> rows)
    {
        string[] days = [.. rows.Select(row => row.MeasuredAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).Distinct().Order()];
        return days.Length == 1 ? days[0] : $"{days[0]} to {days[^1]}";
    }
}
