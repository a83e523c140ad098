using System.Text.RegularExpressions;

namespace Hone.Domain;

/// <summary>
/// The rule for names of corpora, data sets, models and aliases. It leaves <c>:</c> and <c>@</c> free for model references,
/// and never reads as an identifier, so that a resource can be named by either.
/// </summary>
public static partial class ResourceName
{
    /// <summary>The rule in words, to follow "must be".</summary>
    public const string Rule = "1 to 63 lower-case letters, digits, '.', '_' or '-', starting with a letter or digit, and not in the form of an id";

    /// <summary>Whether a name keeps the rule.</summary>
    public static bool IsValid(string? name) => name is not null && Pattern().IsMatch(name) && !Guid.TryParse(name, out _);

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
