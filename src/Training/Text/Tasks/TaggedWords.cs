using Hone.Domain.Datasets;
using Hone.Domain.Problems;
using Hone.Training.Text.Rows;

namespace Hone.Training.Text.Tasks;

/// <summary>The tags of a row's words, and where each stands.</summary>
/// <param name="tags">The tags.</param>
/// <param name="fieldOf">The field of the tag of a word.</param>
/// <param name="lineOf">The line of the tag of a word.</param>
internal sealed class TaggedWords(IReadOnlyList<string> tags, Func<int, string?> fieldOf, Func<int, long> lineOf)
{
    /// <summary>The tags.</summary>
    public IReadOnlyList<string> Tags { get; } = tags;

    /// <summary>The field of the tag of a word.</summary>
    public string? FieldOf(int word) => fieldOf(word);

    /// <summary>The line of the tag of a word.</summary>
    public long LineOf(int word) => lineOf(word);

    /// <summary>Whether all are tags of a scheme; the first that is not is reported.</summary>
    public bool Accept(UploadedRow row, TagScheme scheme)
    {
        int wrong = 0;
        while (wrong < Tags.Count && TagSequences.IsTag(Tags[wrong], scheme))
        {
            wrong++;
        }

        if (wrong == Tags.Count)
        {
            return true;
        }

        string rule = scheme switch
        {
            TagScheme.Plain => "O or any other name",
            TagScheme.Bioes => "O, or B-, I-, E- or S- (BILOU: B-, I-, L-, U-) and a type",
            _ => "O, or B- or I- and a type",
        };
        row.Report(ProblemCodes.InvalidTag, FieldOf(wrong), $"The tag of the word at {wrong} must be {rule}.", LineOf(wrong));
        return false;
    }
}
