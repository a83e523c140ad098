using Hone.Domain.Datasets;

namespace Hone.Training.Text;

/// <summary>
/// Spans of words written as one tag per word, and read again. What a scheme does not allow is read as IOB1 allows it: a tag inside a span
/// that nothing began begins one, and a span that nothing ended ends where another tag begins.
/// </summary>
public static class TagSequences
{
    /// <summary>Whether a tag is one of a scheme: <see cref="TagSet.Outside"/>, or one of the scheme's prefixes with a type after it.</summary>
    public static bool IsTag(string tag, TagScheme scheme) => tag == TagSet.Outside || (scheme switch
    {
        TagScheme.Plain => tag.Length > 0,
        TagScheme.Bioes => HasPrefix(tag, "BIESLU"),
        _ => HasPrefix(tag, "BI"),
    });

    /// <summary>The spans that tags stand for.</summary>
    /// <param name="tags">Tags of the scheme, one per word.</param>
    /// <param name="scheme">How they are written.</param>
    /// <param name="repaired">Whether some tag stands where the scheme does not allow it.</param>
    public static IReadOnlyList<TypedSpan> Read(IReadOnlyList<string> tags, TagScheme scheme, out bool repaired)
    {
        List<TypedSpan> spans = [];
        repaired = false;
        string? type = null;
        int start = 0;
        for (int i = 0; i < tags.Count; i++)
        {
            (char place, string? next) = Parse(tags[i], scheme);
            bool continues = next is not null && next == type && place is 'I' or 'E';

            // In BIOES a span of several words ends with E and one of one word has S; in IOB1 a span may begin with either tag.
            repaired |= scheme == TagScheme.Bioes && type is not null && !continues;
            repaired |= scheme != TagScheme.Iob1 && place is 'I' or 'E' && !continues && next is not null;
            if (!continues)
            {
                End(i);
                (type, start) = (next, i);
            }

            if (place is 'E' or 'S')
            {
                End(i + 1);
                type = null;
            }
        }

        repaired |= scheme == TagScheme.Bioes && type is not null;
        End(tags.Count);
        return spans;

        void End(int end)
        {
            if (type is not null)
            {
                spans.Add(new TypedSpan(type, start, end));
            }
        }
    }

    /// <summary>The tags of spans, one per word.</summary>
    /// <param name="spans">Spans in the order of their words, not overlapping; in <see cref="TagScheme.Plain"/> each of one word.</param>
    /// <param name="words">How many words there are.</param>
    /// <param name="scheme">How to write them.</param>
    public static IReadOnlyList<string> Write(IReadOnlyList<TypedSpan> spans, int words, TagScheme scheme)
    {
        string[] tags = new string[words];
        Array.Fill(tags, TagSet.Outside);
        TypedSpan before = default;
        foreach (TypedSpan span in spans)
        {
            for (int i = span.Start; i < span.End; i++)
            {
                bool first = i == span.Start;
                bool last = i == span.End - 1;
                string prefix = scheme switch
                {
                    TagScheme.Plain => "",
                    TagScheme.Bioes => (first, last) switch { (true, true) => "S-", (true, false) => "B-", (false, true) => "E-", _ => "I-" },
                    TagScheme.Iob1 => first && before.Type == span.Type && before.End == i ? "B-" : "I-",
                    _ => first ? "B-" : "I-",
                };
                tags[i] = prefix + span.Type;
            }

            before = span;
        }

        return tags;
    }

    private static bool HasPrefix(string tag, string prefixes) => tag.Length > 2 && tag[1] == '-' && prefixes.Contains(tag[0]);

    /// <summary>Where in a span a word is: B, I, E (the last) or S (the only), and the span's type; null outside.</summary>
    private static (char Place, string? Type) Parse(string tag, TagScheme scheme) => tag switch
    {
        TagSet.Outside => ('O', null),
        _ when scheme == TagScheme.Plain => ('S', tag),
        _ => (tag[0] switch { 'L' => 'E', 'U' => 'S', char place => place }, tag[2..]),
    };
}
