using Hone.Domain.Datasets;
using Hone.Domain.Problems;
using Hone.Training.Text.Rows;
using Hone.Training.Text.Tasks;

namespace Hone.Training.Text;

/// <summary>Reads every row of an upload once, reports what is wrong, and keeps a few numbers of each row that can be used.</summary>
/// <param name="upload">The upload.</param>
/// <param name="limits">How large the data set may be.</param>
internal sealed class DatasetExamination(DatasetRows upload, DatasetLimits limits)
{
    private bool trainWasRead = true;

    /// <summary>Everything that is wrong.</summary>
    public ProblemList Problems { get; } = [];

    /// <summary>The usable rows in the order they were read.</summary>
    public List<ExampleFacts> Examples { get; } = [];

    /// <summary>The labels, and the sets of them that <see cref="ExampleFacts.Labels"/> name.</summary>
    public LabelSets Labels { get; } = new();

    /// <summary>The texts of <see cref="Examples"/>, for finding those that are nearly identical.</summary>
    public NearDuplicates NearDuplicates { get; } = new(limits.NearDuplicateRows);

    /// <summary>The rows without text, which are left out.</summary>
    public RowSample EmptyTexts { get; } = new();

    /// <summary>The rows with labels that the train part has not, where the task allows it, by their places in <see cref="Examples"/>.</summary>
    public List<int> UnlearntLabels { get; } = [];

    /// <summary>Reads one part. The train part comes first: it says which labels there are.</summary>
    public async Task ReadAsync(DatasetPart part, CancellationToken cancellationToken)
    {
        FileProblems problems = new(Problems, part.FileName);
        long before = Examples.Count;
        int known = Labels.Count;
        bool read = false;
        await foreach (TaskRow row in upload.ReadAsync(part, problems, cancellationToken))
        {
            read = true;
            if (Examples.Count == limits.Rows)
            {
                problems.Add(ProblemCodes.TooManyRows, row.Line, null, $"The data set has more than {limits.Rows} rows.");
                break;
            }

            Examine(part, row, part.Split == SplitName.Train ? int.MaxValue : known, problems);
        }

        if (Examples.Count == before && problems.Count == 0)
        {
            problems.Add(ProblemCodes.EmptySplit, null, null, $"The {Name(part.Split)} part has no row with text.");
        }

        if (part.Split == SplitName.Train)
        {
            trainWasRead = read;
            if (Examples.Count > 0 && problems.Count == 0 && upload.Format.FindLack(Labels.Count) is string lack)
            {
                problems.Add(ProblemCodes.TooFewLabels, null, null, lack);
            }
        }
    }

    private static string Name(SplitName split) => split.ToString().ToLowerInvariant();

    /// <param name="part">The part the row is in.</param>
    /// <param name="row">The row.</param>
    /// <param name="learnt">Labels from this number on were not in the train part.</param>
    /// <param name="problems">Where to report.</param>
    private void Examine(DatasetPart part, TaskRow row, int learnt, FileProblems problems)
    {
        if (row.IsEmpty)
        {
            EmptyTexts.Add(() => new RowReference(part.Split, part.FileName, row.Line));
            return;
        }

        HashSet<int> labels = [];
        bool isUsable = row.Example is not null;
        foreach (RowLabel label in row.Labels.DistinctBy(label => label.Name, StringComparer.Ordinal))
        {
            int? number = FindLabel(part, label, problems);
            isUsable &= number is not null;
            labels.Add(number ?? -1);
        }

        if (!isUsable)
        {
            return;
        }

        if (labels.Any(label => label >= learnt) && trainWasRead)
        {
            UnlearntLabels.Add(Examples.Count);
        }

        NearDuplicates.Add(row.Text);
        Examples.Add(new ExampleFacts(part.Split, row.Line, ExampleFacts.Hash(row.Text), row.Length, Labels.NumberOf(labels))
        {
            Target = row.Target,
            Words = upload.Format.HasWords ? row.Words : WordSegmentation.Split(row.Text, []).Count,
            Oddities = row.Oddities,
        });
    }

    private int? FindLabel(DatasetPart part, RowLabel label, FileProblems problems)
    {
        if (Labels.Find(label.Name) is int known)
        {
            return known;
        }

        (string Code, string Message)? problem = label.Name switch
        {
            "" => (ProblemCodes.EmptyLabel, "The row has no label."),
            _ when CodePoints.Count(label.Name) > limits.LabelCharacters =>
                (ProblemCodes.OutOfRange, $"The label has more than {limits.LabelCharacters} characters."),
            _ when label.Name.Any(char.IsControl) => (ProblemCodes.ForbiddenCharacter, "The label has a line break or another control character."),
            _ when part.Split != SplitName.Train && trainWasRead && !upload.Format.AllowsUnlearntLabels =>
                (ProblemCodes.UnknownLabel, "The label does not occur in the train part, so that no model could learn it."),
            _ when Labels.Count == limits.Labels => (ProblemCodes.TooManyLabels, $"The data set has more than {limits.Labels} labels."),
            _ => null,
        };
        if (problem is (string code, string message))
        {
            problems.Add(code, label.Line, label.Field, message);
            return null;
        }

        return Labels.Add(label.Name);
    }
}
