using System.Text.RegularExpressions;
using Hone.Domain.Corpora;
using Hone.Domain.Problems;

namespace Hone.Api.Corpora;

/// <summary>What is said about a corpus when it is uploaded.</summary>
internal sealed partial record CorpusUpload : IValidatable
{
    /// <summary>A name for the corpus that no other has: 1 to 63 lower-case letters, digits, <c>.</c>, <c>_</c> or <c>-</c>.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// <c>text</c>: blank lines separate documents. <c>jsonl</c>: one JSON object per line, its <c>text</c> a document.
    /// Without it the file's extension or media type tells, and otherwise it is <c>text</c>.
    /// </summary>
    public CorpusFormat? Format { get; init; }

    /// <summary>The language, as a BCP 47 tag such as <c>en</c> or <c>zh-Hant</c>.</summary>
    public string? Language { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Validate() =>
    [
        .. Check.Name("name", Name),
        .. Check.That(Language is null || LanguageTag().IsMatch(Language), ProblemCodes.UnknownValue, "language", "'language' must be a language tag such as en or zh-Hant."),
    ];

    [GeneratedRegex(@"\A[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,7}\z", RegexOptions.CultureInvariant)]
    private static partial Regex LanguageTag();
}
