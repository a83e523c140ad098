using Hone.Domain.Problems;
using Hone.Training.Text.Rows;

namespace Hone.Training.Text.Tasks;

/// <summary>What every text of a row is held to, whatever the task.</summary>
/// <param name="limits">How long it may be.</param>
internal sealed class TextRules(DatasetLimits limits)
{
    /// <summary>Between the texts of a row, where they count as one.</summary>
    public const char Separator = '\0';

    /// <summary>Whether a text can be used; why not is reported.</summary>
    /// <param name="row">The row it is in.</param>
    /// <param name="field">Its field.</param>
    /// <param name="text">The text.</param>
    public bool Accept(UploadedRow row, string? field, string text)
    {
        int length = CodePoints.Count(text);
        if (length > limits.TextCharacters)
        {
            row.Report(ProblemCodes.TextTooLong, field, $"The text has {length} characters; {limits.TextCharacters} is the most.");
            return false;
        }

        if (text.Contains(Separator))
        {
            row.Report(ProblemCodes.ForbiddenCharacter, field, "The text has a character U+0000, which text does not have.");
            return false;
        }

        return true;
    }

    /// <summary>Whether a row may have so many words; if not, that is reported.</summary>
    public bool AcceptCount(UploadedRow row, string? field, int words)
    {
        if (words <= limits.Words)
        {
            return true;
        }

        row.Report(ProblemCodes.TooManyWords, field, $"The row has {words} words; {limits.Words} is the most.");
        return false;
    }

    /// <summary>Whether the words of a row can be used; why not is reported.</summary>
    /// <param name="row">The row they are in.</param>
    /// <param name="field">Their field.</param>
    /// <param name="words">The words.</param>
    public bool AcceptWords(UploadedRow row, string? field, IReadOnlyList<string> words)
    {
        if (!AcceptCount(row, field, words.Count))
        {
            return false;
        }

        for (int word = 0; word < words.Count; word++)
        {
            if (string.IsNullOrWhiteSpace(words[word]))
            {
                row.Report(ProblemCodes.EmptyToken, field is null ? null : $"{field}[{word}]", $"The word at {word} is empty.");
                return false;
            }
        }

        return true;
    }
}
