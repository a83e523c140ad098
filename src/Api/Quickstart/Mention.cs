namespace Hone.Api.Quickstart;

/// <summary>A name in prose that its author marked as one.</summary>
/// <param name="Start">Its first UTF-16 unit in the text.</param>
/// <param name="End">The unit behind its last.</param>
/// <param name="Label">What it names: one of <see cref="Labels"/>; null where the markup does not tell.</param>
internal readonly record struct Mention(int Start, int End, string? Label)
{
    /// <summary>What a mention can name.</summary>
    public static IReadOnlyList<string> Labels { get; } = ["type", "member", "parameter", "keyword"];

    /// <summary>What an element of a documentation file marks the text in it as.</summary>
    /// <param name="element">The name of the element.</param>
    /// <param name="reference">The documentation identifier that it refers to, if any.</param>
    /// <param name="shown">The text that stands for it.</param>
    public static string? LabelOf(string element, string? reference, string shown) => (element, reference) switch
    {
        ("paramref" or "typeparamref", _) => "parameter",
        ("see" or "seealso", null) => IsValue(shown) ? "keyword" : null,
        ("c", _) => IsValue(shown) ? "keyword" : null, // anything else between <c> may name anything
        (_, not null) when shown != DocumentationId.ShortName(reference) => null, // a phrase that links somewhere
        (_, ['T', ':', ..]) => "type",
        (_, ['M' or 'P' or 'F' or 'E', ':', ..]) => "member",
        _ => null,
    };

    /// <summary>Whether it is one of the words of C# that documentation speaks of most.</summary>
    public static bool IsValue(string word) => word is "true" or "false" or "null";
}
