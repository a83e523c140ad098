using System.Globalization;
using System.Text.Json;
using Hone.Domain.Problems;
using Hone.Training.Text.Rows;

namespace Hone.Training.Text.Tasks;

/// <summary>The spans of a text as they are uploaded: <c>{"start":…,"end":…,"label":…}</c> in code points, in any order, not overlapping.</summary>
internal sealed class TextSpans
{
    private readonly List<Span> spans;

    private TextSpans(List<Span> spans, bool trimmed)
    {
        this.spans = spans;
        Trimmed = trimmed;
        Cuts = [.. spans.SelectMany(span => new[] { span.Start, span.End }).Distinct().Order()];
        Labels = [.. spans.Select(span => span.Label)];
    }

    /// <summary>Whether white space at an end of some span was left out of it.</summary>
    public bool Trimmed { get; }

    /// <summary>The places in the text, in UTF-16 code units and ascending, where a span begins or ends.</summary>
    public IReadOnlyList<int> Cuts { get; }

    /// <summary>The types of the spans.</summary>
    public RowLabel[] Labels { get; }

    /// <summary>Reads the spans of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="field">The property they are in.</param>
    /// <param name="array">Its value.</param>
    /// <param name="text">The text they are of.</param>
    /// <returns>Null where one cannot be used; all of these are reported.</returns>
    public static TextSpans? Read(JsonRow row, string field, JsonElement array, string text)
    {
        int[] starts = CodePoints.Starts(text);
        List<Span> spans = [];
        bool isUsable = true;
        bool trimmed = false;
        int index = 0;
        foreach (JsonElement element in array.EnumerateArray())
        {
            string path = string.Create(CultureInfo.InvariantCulture, $"{field}[{index++}]");
            if (ReadOne(row, element, path, text, starts, ref trimmed) is Span span)
            {
                spans.Add(span);
            }
            else
            {
                isUsable = false;
            }
        }

        spans.Sort((one, other) => one.Start.CompareTo(other.Start));
        foreach ((Span before, Span span) in spans.Zip(spans.Skip(1)).Where(pair => pair.Second.Start < pair.First.End))
        {
            isUsable = false;
            row.Report(ProblemCodes.OverlappingSpans, span.Label.Field, $"The span overlaps '{before.Label.Field}'; a word can be in one span only.");
        }

        return isUsable ? new TextSpans(spans, trimmed) : null;
    }

    /// <summary>The spans in terms of words between which all of <see cref="Cuts"/> lie.</summary>
    public IReadOnlyList<TypedSpan> OverWords(IReadOnlyList<WordSpan> words)
    {
        List<TypedSpan> over = [];
        int word = 0;
        foreach (Span span in spans)
        {
            while (words[word].Start < span.Start)
            {
                word++;
            }

            int first = word;
            while (word < words.Count && words[word].End <= span.End)
            {
                word++;
            }

            over.Add(new TypedSpan(span.Label.Name, first, word));
        }

        return over;
    }

    private static Span? ReadOne(JsonRow row, JsonElement element, string path, string text, int[] starts, ref bool trimmed)
    {
        JsonItem item = row.Item(element, path);
        if (!item.IsObject())
        {
            return null;
        }

        int? start = item.GetInteger("start");
        int? end = item.GetInteger("end");
        string? label = item.GetText("label")?.Trim();
        if (start is not int from || end is not int until || label is null)
        {
            return null;
        }

        if (from < 0 || until >= starts.Length)
        {
            row.Report(ProblemCodes.SpanOutsideText, path, $"The span is not within the text, which has {starts.Length - 1} characters.");
            return null;
        }

        if (from >= until || string.IsNullOrWhiteSpace(text[starts[from]..starts[until]]))
        {
            row.Report(ProblemCodes.EmptySpan, path, "The span has no character but white space; 'end' is the place after its last.");
            return null;
        }

        string content = text[starts[from]..starts[until]];
        int leading = content.Length - content.TrimStart().Length;
        int trailing = content.Length - content.TrimEnd().Length;
        trimmed |= leading + trailing > 0;
        return new Span(starts[from] + leading, starts[until] - trailing, new RowLabel(label, row.Line, $"{path}.label"));
    }

    private readonly record struct Span(int Start, int End, RowLabel Label);
}
