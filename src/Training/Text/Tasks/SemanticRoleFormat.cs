using System.Globalization;
using System.Text.Json;
using Hone.Domain.Datasets;
using Hone.Domain.Problems;
using Hone.Training.Text.Rows;

namespace Hone.Training.Text.Tasks;

/// <summary>
/// Rows of semantic role labelling: <c>{"words":[…],"verbs":[{"index":…,"tags":[…],"sense":…}]}</c>. The text of a predicate, which files
/// often repeat as <c>verb</c>, is that of its word and not read. A blank sense is none.
/// </summary>
internal sealed class SemanticRoleFormat(ColumnMapping columns, ReadingOptions reading, TextRules rules) : TaskFormat
{
    /// <inheritdoc/>
    public override IReadOnlyList<DatasetFormat> Formats { get; } = [DatasetFormat.Jsonl];

    /// <inheritdoc/>
    public override bool HasWords => true;

    /// <summary>Roles are many and some are rare, such as references to a continuation; one that train lacks says nothing of the others.</summary>
    public override bool AllowsUnlearntLabels => true;

    private TagScheme Scheme => reading.TagScheme ?? TagScheme.Bio;

    /// <inheritdoc/>
    public override TaskRow Read(UploadedRow row)
    {
        JsonRow json = (JsonRow)row;
        IReadOnlyList<string>? words = json.GetTexts(columns.Words, allowIntegers: true);
        JsonElement? verbs = json.GetArray(columns.Verbs);
        if (words is { Count: 0 })
        {
            return new TaskRow(row.Line) { IsEmpty = true };
        }

        if (words is null || verbs is null || !rules.AcceptWords(row, columns.Words, words))
        {
            return new TaskRow(row.Line);
        }

        string text = SentenceText.Join(words).Text;
        bool isUsable = rules.Accept(row, columns.Words, text);
        SortedDictionary<int, PredicateFrame> frames = [];
        List<RowLabel> labels = [];
        bool repaired = false;
        int number = 0;
        foreach (JsonElement element in verbs.Value.EnumerateArray())
        {
            string path = string.Create(CultureInfo.InvariantCulture, $"{columns.Verbs}[{number++}]");
            PredicateFrame? frame = ReadFrame(json, element, path, words.Count, labels, ref repaired);
            isUsable &= frame is not null;
            if (frame is not null && !frames.TryAdd(frame.Index, frame))
            {
                row.Report(ProblemCodes.DuplicatePredicate, $"{path}.index", $"The word at {frame.Index} is a predicate already.");
                isUsable = false;
            }
        }

        return new TaskRow(row.Line)
        {
            Example = isUsable ? new SemanticRoleExample(words, [.. frames.Values]) : null,
            Text = text,
            Length = CodePoints.Count(text),
            Words = words.Count,
            Labels = labels,
            Target = ExampleFacts.Hash(string.Join(TextRules.Separator, frames.Values.SelectMany(frame => (string[])[$"{frame.Index}", frame.Sense ?? "", .. frame.Tags]))),
            Oddities = repaired ? RowOddities.RepairedTags : RowOddities.None,
        };
    }

    /// <inheritdoc/>
    public override string? FindLack(int labels) => labels == 0 ? "No sentence of the train part has a predicate; there is nothing to learn." : null;

    private PredicateFrame? ReadFrame(JsonRow row, JsonElement element, string path, int words, List<RowLabel> labels, ref bool repaired)
    {
        JsonItem item = row.Item(element, path);
        if (!item.IsObject())
        {
            return null;
        }

        int? index = item.GetInteger("index");
        IReadOnlyList<string>? tags = item.GetTexts("tags");
        bool isUsable = item.TryGetOptionalText("sense", out string? sense);
        if (index is int place && (place < 0 || place >= words))
        {
            row.Report(ProblemCodes.PredicateOutsideSentence, $"{path}.index", $"The sentence has words 0 to {words - 1}; the predicate is said to be {place}.");
            isUsable = false;
        }

        if (tags is null)
        {
            return null;
        }

        if (tags.Count != words)
        {
            row.Report(ProblemCodes.WrongTagCount, $"{path}.tags", $"The sentence has {words} words and the predicate {tags.Count} tags.");
            return null;
        }

        TaggedWords tagged = new(tags, word => string.Create(CultureInfo.InvariantCulture, $"{path}.tags[{word}]"), _ => row.Line);
        if (!tagged.Accept(row, Scheme))
        {
            return null;
        }

        IReadOnlyList<TypedSpan> spans = TagSequences.Read(tags, Scheme, out bool wrong);
        repaired |= wrong;
        labels.AddRange(spans.Select(span => new RowLabel(span.Type, row.Line, tagged.FieldOf(span.Start))));
        return isUsable && index is not null ? new PredicateFrame(index.Value, TagSequences.Write(spans, words, TagScheme.Bio), string.IsNullOrWhiteSpace(sense) ? null : sense) : null;
    }
}
