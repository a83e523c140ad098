using Hone.Domain.Datasets;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;

namespace Hone.Training.Text;

/// <summary>
/// Brings the uploaded parts of a data set into their canonical form. Every row is read twice, first to find what is wrong and to
/// decide its split, then to write it, so that memory holds a few numbers of each row and never a file.
/// </summary>
public static class DatasetReader
{
    /// <summary>Reads a data set and writes its splits in canonical form. Nothing is written when it is refused.</summary>
    /// <param name="task">What the rows are examples of.</param>
    /// <param name="parts">The uploaded files, each of another split; train must be among them.</param>
    /// <param name="columns">Which columns are read.</param>
    /// <param name="split">How rows are set aside for the splits that were not uploaded; uploaded parts stay as they are.</param>
    /// <param name="limits">How large it may be.</param>
    /// <param name="openCanonical">Where the canonical form of a split goes; called once for each split that has rows. Flushed, left open.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="RefusalException">It cannot be used; every problem is counted, the first ones are listed.</exception>
    public static async Task<DatasetContents> CanonicalizeAsync(
        TaskKind task,
        IReadOnlyList<DatasetPart> parts,
        ColumnMapping columns,
        SplitOptions split,
        DatasetLimits limits,
        Func<SplitName, Stream> openCanonical,
        CancellationToken cancellationToken)
    {
        if (task != TaskKind.TextClassification)
        {
            throw RefusalException.ForField(ProblemCodes.WrongTask, "task", "There are no data sets for this task.");
        }

        DatasetPart[] ordered = [.. parts.OrderBy(part => part.Split)];
        if (ordered.Length == 0 || ordered[0].Split != SplitName.Train)
        {
            throw RefusalException.ForField(ProblemCodes.MissingPart, "train", "A data set needs a train part.");
        }

        DatasetExamination examination = new(limits);
        foreach (DatasetPart part in ordered)
        {
            await examination.ReadAsync(part, columns, cancellationToken);
        }

        examination.Conclude(ordered[0]);
        examination.Problems.ThrowIfAny(
            ProblemCodes.InvalidDataset,
            $"The data set cannot be used: it has {examination.Problems.Total} {(examination.Problems.Total == 1 ? "problem" : "problems")}.");

        IReadOnlyList<string> labels = examination.Labels;
        TextGroups groups = new(examination.Examples);
        SplitName[] splits = SplitAssignment.Assign(examination.Examples, groups, labels, split);
        await WriteAsync(ordered, columns, limits, splits, openCanonical, cancellationToken);

        Dictionary<SplitName, string> files = ordered.ToDictionary(part => part.Split, part => part.FileName);
        DatasetReport report = new DatasetReportBuilder(examination.Examples, groups, splits, labels, files, limits).Build(examination.EmptyTexts);
        return new DatasetContents(
            [.. labels.Order(StringComparer.Ordinal)],
            splits.CountBy(name => name).OrderBy(pair => pair.Key).ToDictionary(pair => pair.Key, pair => (long)pair.Value),
            report);
    }

    private static async Task WriteAsync(
        DatasetPart[] parts,
        ColumnMapping columns,
        DatasetLimits limits,
        SplitName[] splits,
        Func<SplitName, Stream> openCanonical,
        CancellationToken cancellationToken)
    {
        Dictionary<SplitName, CanonicalWriter<ClassificationExample>> writers = splits.Distinct().Order()
            .ToDictionary(name => name, name => new CanonicalWriter<ClassificationExample>(openCanonical(name)));
        int index = 0;
        foreach (DatasetPart part in parts)
        {
            await foreach (LabelledRow row in new RowReader(part, columns, limits, new FileProblems([], part.FileName)).ReadAsync(cancellationToken))
            {
                if (DatasetExamination.IsKept(row))
                {
                    await writers[splits[index++]].WriteAsync(new ClassificationExample(row.Text!, row.Label!), cancellationToken);
                }
            }
        }

        foreach (CanonicalWriter<ClassificationExample> writer in writers.Values)
        {
            await writer.FlushAsync(cancellationToken);
        }
    }
}
