using Hone.Domain.Datasets;

namespace Hone.Api.Quickstart;

/// <summary>A text and the area of the class library it is about.</summary>
/// <param name="Text">The summary of a type or member.</param>
/// <param name="Label">The first two parts of its namespace.</param>
internal sealed record AreaExample(string Text, string Label);

/// <summary>
/// What the quickstart learns from: the prose of the API documentation as a corpus, a data set that asks which area of the class library a
/// summary is about, and one that asks for the names in a sentence. The same documentation gives the same texts in the same order.
/// </summary>
internal sealed record QuickstartData
{
    /// <summary>
    /// A document for each member, of everything that is said about it: distinct, in the order of the documentation. Members that a text
    /// of a validation or test part is said of are left out.
    /// </summary>
    public required IReadOnlyList<string> Corpus { get; init; }

    public required IReadOnlyDictionary<SplitName, IReadOnlyList<AreaExample>> Examples { get; init; }

    /// <summary>Sentences with marked names.</summary>
    public required IReadOnlyDictionary<SplitName, IReadOnlyList<MentionExample>> Mentions { get; init; }

    /// <summary>Gathers corpus and data set from documentation files.</summary>
    /// <exception cref="QuickstartException">The documentation is too small to make them from.</exception>
    public static QuickstartData Read(IEnumerable<string> files) => From([.. files.SelectMany(DocumentationReader.Read)]);

    /// <summary>Gathers corpus and data set from texts in the order of the documentation.</summary>
    /// <exception cref="QuickstartException">There are too few to make them from.</exception>
    public static QuickstartData From(IReadOnlyList<DocumentationText> texts)
    {
        IReadOnlyDictionary<SplitName, IReadOnlyList<AreaExample>> examples = AreaSampling.Sample(texts);
        IReadOnlyDictionary<SplitName, IReadOnlyList<MentionExample>> mentions = MentionSampling.Sample(texts);
        HashSet<string> heldOut =
        [
            .. new[] { SplitName.Validation, SplitName.Test }
                .SelectMany(split => examples[split].Select(example => example.Text).Concat(mentions[split].Select(example => example.Text)))
                .Select(TextKey.Of),
        ];
        return new QuickstartData
        {
            Examples = examples,
            Mentions = mentions,
            Corpus =
            [
                .. texts
                    .GroupBy(text => text.Member)
                    .Where(member => !member.Any(text => Quotes(text.Text, heldOut)))
                    .Select(member => string.Join(' ', member.Select(text => text.Text)))
                    .Distinct(),
            ],
        };
    }

    /// <summary>Writes the corpus as the service's <c>text</c> format reads it: blank lines between documents.</summary>
    public void WriteCorpus(TextWriter writer)
    {
        foreach (string document in Corpus)
        {
            writer.Write(document);
            writer.Write("\n\n");
        }
    }

    /// <summary>Writes one part of the data set as comma-separated values with a header (RFC 4180).</summary>
    public void WriteExamples(SplitName split, TextWriter writer)
    {
        writer.Write("text,label\n");
        foreach (AreaExample example in Examples[split])
        {
            writer.Write($"\"{example.Text.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{example.Label}\n");
        }
    }

    /// <summary>Writes one part of the sentences with marked names, a JSON object on each line.</summary>
    public void WriteMentions(SplitName split, TextWriter writer)
    {
        foreach (MentionExample example in Mentions[split])
        {
            writer.Write(example.ToJson());
            writer.Write('\n');
        }
    }

    /// <summary>Whether a text is one of the given, or has one among its sentences.</summary>
    private static bool Quotes(string text, HashSet<string> keys)
    {
        string[] sentences = [.. text.Split(". ").Select(TextKey.Of)];
        for (int first = 0; first < sentences.Length; first++)
        {
            string passage = "";
            for (int last = first; last < sentences.Length; last++)
            {
                passage += sentences[last];
                if (keys.Contains(passage))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
