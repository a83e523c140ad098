namespace Hone.Api.Quickstart;

/// <summary>Knows of which type that is not nested in another each member is a part.</summary>
/// <param name="texts">Documentation that speaks of every type.</param>
internal sealed class DeclaringTypes(IEnumerable<DocumentationText> texts)
{
    private readonly HashSet<string> types = [.. texts.Where(text => DocumentationId.IsType(text.Member)).Select(text => DocumentationId.TypeOf(text.Member))];

    /// <summary>The full name of the type that is not nested in another.</summary>
    public string OutermostOf(string member)
    {
        string type = DocumentationId.TypeOf(member);
        for (int dot = type.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = type.IndexOf('.', dot + 1))
        {
            if (types.Contains(type[..dot]))
            {
                return type[..dot];
            }
        }

        return type;
    }
}
