using System.Globalization;
using System.Text.Json;
using Hone.Domain.Datasets;
using Hone.Domain.Problems;
using Hone.Training.Text.Noise;
using Hone.Training.Text.Rows;

namespace Hone.Training.Text.Tasks;

/// <summary>Rows of token classification: words with tags, or a text with the spans in it.</summary>
internal sealed class TokenClassificationFormat(ColumnMapping columns, ReadingOptions reading, TextRules rules) : TaskFormat
{
    private readonly TagSchemeDetection detection = new();

    /// <inheritdoc/>
    public override IReadOnlyList<DatasetFormat> Formats { get; } = [DatasetFormat.Conll, DatasetFormat.Jsonl];

    /// <inheritdoc/>
    public override bool HasWords => true;

    /// <inheritdoc/>
    public override bool NeedsSurvey => reading.TagScheme is null;

    private TagScheme Scheme => reading.TagScheme ?? detection.Scheme;

    /// <inheritdoc/>
    public override void Survey(UploadedRow row)
    {
        if (row is TaggedSentence sentence)
        {
            detection.Add(sentence.Words.Select(word => word.Tag));
        }
        else if (row is JsonRow json && json.Has(columns.Tokens) && json.GetTexts(columns.Tags, allowIntegers: false) is { } tags)
        {
            detection.Add(tags);
        }
    }

    /// <inheritdoc/>
    public override TaskRow Read(UploadedRow row) => row switch
    {
        TaggedSentence sentence => ReadSentence(sentence),
        JsonRow json when json.Has(columns.Tokens) => ReadTokens(json),
        JsonRow json => ReadSpans(json),
        _ => throw new InvalidOperationException("Token classification has no such rows."),
    };

    /// <inheritdoc/>
    public override NoiseSearch? CreateNoiseSearch() => new SpanNoiseSearch();

    /// <inheritdoc/>
    public override string? FindLack(int labels) => labels == 0 ? "No word of the train part has a tag; there is nothing to learn." : null;

    private TaskRow ReadSentence(TaggedSentence sentence) => Make(
        sentence,
        null,
        [.. sentence.Words.Select(word => word.Word)],
        new TaggedWords([.. sentence.Words.Select(word => word.Tag)], _ => null, word => sentence.Words[word].Line));

    private TaskRow ReadTokens(JsonRow row)
    {
        IReadOnlyList<string>? tokens = row.GetTexts(columns.Tokens, allowIntegers: true);
        IReadOnlyList<string>? tags = row.GetTexts(columns.Tags, allowIntegers: false);
        if (tokens is null || tags is null)
        {
            return new TaskRow(row.Line);
        }

        if (tags.Count != tokens.Count)
        {
            row.Report(ProblemCodes.WrongTagCount, columns.Tags, $"The row has {tokens.Count} words and {tags.Count} tags.");
            return new TaskRow(row.Line);
        }

        return tokens.Count == 0
            ? new TaskRow(row.Line) { IsEmpty = true }
            : Make(row, columns.Tokens, tokens, new TaggedWords(tags, word => string.Create(CultureInfo.InvariantCulture, $"{columns.Tags}[{word}]"), _ => row.Line));
    }

    private TaskRow Make(UploadedRow row, string? field, IReadOnlyList<string> words, TaggedWords tagged)
    {
        if (!rules.AcceptWords(row, field, words) || !tagged.Accept(row, Scheme))
        {
            return new TaskRow(row.Line);
        }

        (string text, WordSpan[] places) = SentenceText.Join(words);
        IReadOnlyList<TypedSpan> spans = TagSequences.Read(tagged.Tags, Scheme, out bool repaired);
        RowLabel[] labels = [.. spans.Select(span => new RowLabel(span.Type, tagged.LineOf(span.Start), tagged.FieldOf(span.Start)))];
        return Make(row, field, text, places, spans, labels) with { Oddities = repaired ? RowOddities.RepairedTags : RowOddities.None };
    }

    private TaskRow Make(UploadedRow row, string? field, string text, IReadOnlyList<WordSpan> words, IReadOnlyList<TypedSpan> spans, RowLabel[] labels)
    {
        IReadOnlyList<string> tags = TagSequences.Write(spans, words.Count, TagScheme.Bio);
        return new TaskRow(row.Line)
        {
            Example = rules.Accept(row, field, text) ? new TokenClassificationExample(text, words, tags) : null,
            Text = text,
            Length = CodePoints.Count(text),
            Words = words.Count,
            Labels = labels,
            Target = ExampleFacts.Hash(string.Join(TextRules.Separator, tags)),
        };
    }

    private TaskRow ReadSpans(JsonRow row)
    {
        string? text = row.GetText(columns.Text);
        if (text is not null && string.IsNullOrWhiteSpace(text))
        {
            return new TaskRow(row.Line) { IsEmpty = true };
        }

        if (row.GetArray(columns.Entities) is not JsonElement array || text is null || TextSpans.Read(row, columns.Entities, array, text) is not { } spans)
        {
            return new TaskRow(row.Line);
        }

        List<WordSpan> words = WordSegmentation.Split(text, spans.Cuts);
        if (!rules.AcceptCount(row, columns.Text, words.Count))
        {
            return new TaskRow(row.Line);
        }

        bool cuts = words.Count > WordSegmentation.Split(text, []).Count;
        return Make(row, columns.Text, text, words, spans.OverWords(words), spans.Labels) with
        {
            Oddities = (cuts ? RowOddities.SpanCutsWord : RowOddities.None) | (spans.Trimmed ? RowOddities.SpanTrimmed : RowOddities.None),
        };
    }
}
