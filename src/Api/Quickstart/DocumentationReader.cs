using System.Xml;

namespace Hone.Api.Quickstart;

/// <summary>Reads the documentation files that accompany .NET assemblies as plain text.</summary>
internal static class DocumentationReader
{
    /// <summary>Elements that run with the sentence around them; any other is a block and stands apart.</summary>
    private static readonly HashSet<string> Inline = ["see", "seealso", "paramref", "typeparamref", "c", "b", "i", "em", "strong", "a", "xref", "sup", "sub"];

    /// <summary>Elements that mark a name.</summary>
    private static readonly HashSet<string> Names = ["see", "seealso", "paramref", "typeparamref", "c", "xref"];

    /// <summary>Every piece of prose in a file, in its order. The file is streamed.</summary>
    /// <exception cref="XmlException">The file is not well-formed XML.</exception>
    public static IEnumerable<DocumentationText> Read(string path)
    {
        using XmlReader reader = XmlReader.Create(path, new XmlReaderSettings { IgnoreComments = true, IgnoreProcessingInstructions = true });
        while (reader.ReadToFollowing("member"))
        {
            string member = reader.GetAttribute("name") ?? "";
            using XmlReader content = reader.ReadSubtree();
            content.Read();
            content.Read();
            while (!content.EOF)
            {
                if (content.NodeType != XmlNodeType.Element)
                {
                    content.Read();
                    continue;
                }

                string element = content.LocalName;
                (string text, IReadOnlyList<Mention> mentions) = ReadText(content);
                if (text.Length > 0)
                {
                    yield return new DocumentationText(member, element, text, mentions);
                }
            }
        }
    }

    /// <summary>The text of the element the reader is at, markup turned into words and runs of white space into one blank; moves past the element.</summary>
    private static (string Text, IReadOnlyList<Mention> Mentions) ReadText(XmlReader reader)
    {
        MarkedText text = new();
        AppendContent(reader, text);
        return text.Normalize();
    }

    private static void AppendContent(XmlReader reader, MarkedText text)
    {
        if (!reader.IsEmptyElement)
        {
            reader.Read();
            while (reader.NodeType != XmlNodeType.EndElement)
            {
                if (reader.NodeType == XmlNodeType.Element)
                {
                    AppendElement(reader, text);
                }
                else
                {
                    text.Append(reader.Value);
                    reader.Read();
                }
            }
        }

        reader.Read();
    }

    private static void AppendElement(XmlReader reader, MarkedText text)
    {
        string name = reader.LocalName;
        if (name == "code")
        {
            text.Append(" ");
            reader.Skip(); // a program is not prose
            return;
        }

        bool inline = Inline.Contains(name);
        string? id = reader.GetAttribute("cref") ?? reader.GetAttribute("uid");
        string reference = Reference(reader, id);
        text.Append(inline ? "" : " ");
        int start = text.Length;
        AppendContent(reader, text);
        if (string.IsNullOrWhiteSpace(text.From(start)))
        {
            text.Append(reference);
        }

        if (Names.Contains(name))
        {
            text.Mark(start, Mention.LabelOf(name, id, text.From(start).Trim()));
        }

        text.Append(inline ? "" : " ");
    }

    /// <summary>What an empty element stands for: the short name of what it refers to.</summary>
    private static string Reference(XmlReader reader, string? id) => id is not null
        ? DocumentationId.ShortName(id)
        : reader.GetAttribute("langword") ?? reader.GetAttribute("name") ?? reader.GetAttribute("href") ?? "";
}
