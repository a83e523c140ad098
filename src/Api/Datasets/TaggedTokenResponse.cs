using Hone.Training.Text;

namespace Hone.Api.Datasets;

/// <summary>A word of a text with its tag.</summary>
/// <param name="Text">The word.</param>
/// <param name="Start">Place of its first character, in code points.</param>
/// <param name="End">Place after its last character, in code points.</param>
/// <param name="Tag">Its tag in strict BIO.</param>
public sealed record TaggedTokenResponse(string Text, int Start, int End, string Tag)
{
    internal static IReadOnlyList<TaggedTokenResponse> Of(TokenClassificationExample example) =>
    [
        .. example.Words.Zip(example.Tags, (word, tag) => new TaggedTokenResponse(
            example.Text[word.Start..word.End],
            CodePoints.Count(example.Text.AsSpan(0, word.Start)),
            CodePoints.Count(example.Text.AsSpan(0, word.End)),
            tag)),
    ];
}
