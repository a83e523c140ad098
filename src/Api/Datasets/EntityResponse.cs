using Hone.Domain.Datasets;
using Hone.Training.Text;

namespace Hone.Api.Datasets;

/// <summary>A span of a text.</summary>
/// <param name="Start">Place of its first character, in code points.</param>
/// <param name="End">Place after its last character, in code points.</param>
/// <param name="Label">What it is.</param>
/// <param name="Text">Its characters.</param>
public sealed record EntityResponse(int Start, int End, string Label, string Text)
{
    internal static IReadOnlyList<EntityResponse> Of(TokenClassificationExample example) =>
    [
        .. TagSequences.Read(example.Tags, TagScheme.Bio, out _).Select(span =>
        {
            int start = example.Words[span.Start].Start;
            int end = example.Words[span.End - 1].End;
            return new EntityResponse(
                CodePoints.Count(example.Text.AsSpan(0, start)), CodePoints.Count(example.Text.AsSpan(0, end)), span.Type, example.Text[start..end]);
        }),
    ];
}
