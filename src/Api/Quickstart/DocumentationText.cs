namespace Hone.Api.Quickstart;

/// <summary>A piece of prose about one member of the class library.</summary>
/// <param name="Member">The documentation identifier of the member.</param>
/// <param name="Element">What it is: <c>summary</c>, <c>remarks</c>, <c>param</c>, <c>returns</c>, <c>exception</c>, …</param>
/// <param name="Text">Plain text on one line, no markup.</param>
/// <param name="Mentions">The names that were marked in it, in the order of the text.</param>
internal sealed record DocumentationText(string Member, string Element, string Text, IReadOnlyList<Mention> Mentions)
{
    /// <summary>Whether it says in a sentence or two what the member is.</summary>
    public bool IsSummary => Element == "summary";
}
