using System.Globalization;
using Hone.Domain.Problems;

namespace Hone.Domain.Models;

/// <summary>
/// How a request names a model version: <c>name</c> (its <c>default</c> alias, else the newest version), <c>name@alias</c> or <c>name:3</c>.
/// </summary>
/// <param name="Name">The model.</param>
/// <param name="Alias">The alias, when one is named.</param>
/// <param name="Version">The number, when one is named.</param>
public sealed record ModelReference(string Name, string? Alias = null, int? Version = null)
{
    /// <summary>The alias that a bare name means.</summary>
    public const string DefaultAlias = "default";

    /// <summary>Reads a reference.</summary>
    /// <exception cref="RefusalException">It is not of one of the three forms.</exception>
    public static ModelReference Parse(string text, string field = "model") =>
        TryParse(text) ?? throw RefusalException.ForField(ProblemCodes.InvalidModelReference, field, Explain(field));

    /// <summary>The problem with a reference, if there is one.</summary>
    public static IEnumerable<Problem> Validate(string field, string text)
    {
        if (TryParse(text) is null)
        {
            yield return new Problem(ProblemCodes.InvalidModelReference, Explain(field)) { Field = field };
        }
    }

    /// <summary>Reads a reference; null when it is not of one of the three forms.</summary>
    public static ModelReference? TryParse(string text)
    {
        int mark = text.IndexOfAny(['@', ':']);
        if (mark < 0)
        {
            return ResourceName.IsValid(text) ? new ModelReference(text) : null;
        }

        (string name, string rest) = (text[..mark], text[(mark + 1)..]);
        if (!ResourceName.IsValid(name))
        {
            return null;
        }

        if (text[mark] == '@')
        {
            return ResourceName.IsValid(rest) ? new ModelReference(name, Alias: rest) : null;
        }

        return int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out int version) && version >= 1
            ? new ModelReference(name, Version: version)
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => (Alias, Version) switch
    {
        ({ } alias, _) => $"{Name}@{alias}",
        (_, int version) => string.Create(CultureInfo.InvariantCulture, $"{Name}:{version}"),
        _ => Name,
    };

    private static string Explain(string field) => $"'{field}' must be a model's name, name@alias or name:version.";
}
