namespace Hone.Api.Quickstart;

/// <summary>
/// Reads the identifiers that compilers give members in documentation files, such as <c>M:System.Xml.XmlReader.Create(System.String)</c>
/// (C# specification, annex D).
/// </summary>
internal static class DocumentationId
{
    /// <summary>Whether it names a type.</summary>
    public static bool IsType(string id) => id.StartsWith("T:", StringComparison.Ordinal);

    /// <summary>The full name of the type itself, or of the type a member belongs to.</summary>
    public static string TypeOf(string id)
    {
        string name = QualifiedName(id);
        int dot = name.LastIndexOf('.');
        return IsType(id) || dot < 0 ? name : name[..dot];
    }

    /// <summary>The name as prose would say it: <c>Create</c> for the example above, the type's name for its constructor.</summary>
    public static string ShortName(string id)
    {
        string name = QualifiedName(id);
        if (name.EndsWith(".#ctor", StringComparison.Ordinal))
        {
            name = name[..^".#ctor".Length];
        }

        name = name[(name.LastIndexOf('.') + 1)..];
        int arity = name.IndexOf('`', StringComparison.Ordinal);
        return arity < 0 ? name : name[..arity];
    }

    /// <summary>The identifier without its kind, parameters and return type.</summary>
    private static string QualifiedName(string id)
    {
        int start = id.IndexOf(':', StringComparison.Ordinal) + 1;
        int end = id.AsSpan(start).IndexOfAny('(', '~');
        return end < 0 ? id[start..] : id.Substring(start, end);
    }
}
