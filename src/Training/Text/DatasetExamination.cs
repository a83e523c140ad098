using Hone.Domain.Datasets;
using Hone.Domain.Problems;

namespace Hone.Training.Text;

/// <summary>Reads every row of an upload once, reports what is wrong, and keeps a few numbers of each row that can be used.</summary>
/// <param name="limits">How large the data set may be.</param>
internal sealed class DatasetExamination(DatasetLimits limits)
{
    private readonly Dictionary<string, int> labels = new(StringComparer.Ordinal);
    private bool trainWasRead = true;

    /// <summary>Everything that is wrong.</summary>
    public ProblemList Problems { get; } = [];

    /// <summary>The usable rows in the order they were read.</summary>
    public List<ExampleFacts> Examples { get; } = [];

    /// <summary>The rows without text, which are left out.</summary>
    public RowSample EmptyTexts { get; } = new();

    /// <summary>The labels in the order of <see cref="ExampleFacts.Label"/>.</summary>
    public IReadOnlyList<string> Labels => [.. labels.Keys];

    /// <summary>Whether a row is stored: it has a text and not only white space.</summary>
    public static bool IsKept(LabelledRow row) => !string.IsNullOrWhiteSpace(row.Text);

    /// <summary>Reads one part. The train part comes first: it says which labels there are.</summary>
    public async Task ReadAsync(DatasetPart part, ColumnMapping columns, CancellationToken cancellationToken)
    {
        FileProblems problems = new(Problems, part.FileName);
        long before = Examples.Count;
        bool read = false;
        await foreach (LabelledRow row in new RowReader(part, columns, limits, problems).ReadAsync(cancellationToken))
        {
            read = true;
            if (Examples.Count == limits.Rows)
            {
                problems.Add(ProblemCodes.TooManyRows, row.Line, null, $"The data set has more than {limits.Rows} rows.");
                break;
            }

            Examine(part, row, columns, problems);
        }

        if (Examples.Count == before && problems.Count == 0)
        {
            problems.Add(ProblemCodes.EmptySplit, null, null, $"The {Name(part.Split)} part has no row with text.");
        }

        trainWasRead &= part.Split != SplitName.Train || read;
    }

    /// <summary>Reports what only all parts together show.</summary>
    public void Conclude(DatasetPart train)
    {
        if (trainWasRead && Examples.Count > 0 && labels.Count < 2)
        {
            new FileProblems(Problems, train.FileName).Add(
                ProblemCodes.TooFewLabels, null, null, "All rows of the train part have the same label; there is nothing to learn.");
        }
    }

    private static string Name(SplitName split) => split.ToString().ToLowerInvariant();

    private void Examine(DatasetPart part, LabelledRow row, ColumnMapping columns, FileProblems problems)
    {
        if (row.Text is not null && !IsKept(row))
        {
            EmptyTexts.Add(() => new RowReference(part.Split, part.FileName, row.Line));
            return;
        }

        int? label = row.Label is null ? null : FindLabel(part, row.Label, row.Line, columns, problems);
        if (row.Text is null)
        {
            return;
        }

        int length = CodePoints.Count(row.Text);
        if (length > limits.TextCharacters)
        {
            problems.Add(ProblemCodes.TextTooLong, row.Line, columns.Text, $"The text has {length} characters; {limits.TextCharacters} is the most.");
        }
        else if (row.Text.Contains('\0'))
        {
            problems.Add(ProblemCodes.ForbiddenCharacter, row.Line, columns.Text, "The text has a character U+0000, which text does not have.");
        }
        else if (label is int known)
        {
            Examples.Add(new ExampleFacts(part.Split, row.Line, ExampleFacts.Hash(row.Text), length, known));
        }
    }

    private int? FindLabel(DatasetPart part, string label, long line, ColumnMapping columns, FileProblems problems)
    {
        if (labels.TryGetValue(label, out int known))
        {
            return known;
        }

        (string Code, string Message)? problem = label switch
        {
            "" => (ProblemCodes.EmptyLabel, "The row has no label."),
            _ when CodePoints.Count(label) > limits.LabelCharacters =>
                (ProblemCodes.OutOfRange, $"The label has more than {limits.LabelCharacters} characters."),
            _ when label.Any(char.IsControl) => (ProblemCodes.ForbiddenCharacter, "The label has a line break or another control character."),
            _ when part.Split != SplitName.Train && trainWasRead =>
                (ProblemCodes.UnknownLabel, "The label does not occur in the train part, so that no model could learn it."),
            _ when labels.Count == limits.Labels => (ProblemCodes.TooManyLabels, $"The data set has more than {limits.Labels} labels."),
            _ => null,
        };
        if (problem is (string code, string message))
        {
            problems.Add(code, line, columns.Label, message);
            return null;
        }

        labels.Add(label, labels.Count);
        return labels.Count - 1;
    }
}
