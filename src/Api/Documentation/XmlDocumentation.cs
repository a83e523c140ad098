using System.Reflection;
using System.Xml.Linq;
using System.Xml.XPath;

namespace Hone.Api.Documentation;

/// <summary>The docstrings of an assembly, for readers of JSON: references to C# members become the names those have in requests and answers.</summary>
internal static class XmlDocumentation
{
    /// <summary>Reads the file that the compiler wrote beside the assembly.</summary>
    public static XPathDocument Of(Assembly assembly)
    {
        XDocument document = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"), LoadOptions.PreserveWhitespace);
        foreach (XElement reference in document.Descendants("see").Where(see => see.Attribute("cref") is not null).ToList())
        {
            string member = reference.Attribute("cref")!.Value;
            string name = member.Split('(')[0].Split('.')[^1].Split('`')[0];
            reference.ReplaceWith(new XElement("c", member.StartsWith("T:", StringComparison.Ordinal) ? name : char.ToLowerInvariant(name[0]) + name[1..]));
        }

        return new XPathDocument(document.CreateReader());
    }
}
