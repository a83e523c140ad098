using Hone.Domain.Datasets;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Text.Noise;
using Hone.Training.Text.Rows;
using Hone.Training.Text.Tasks;

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
    /// <param name="reading">How rows are read where the files do not tell.</param>
    /// <param name="split">How rows are set aside for the splits that were not uploaded; uploaded parts stay as they are.</param>
    /// <param name="limits">How large it may be.</param>
    /// <param name="openCanonical">Where the canonical form of a split goes; called once for each split that has rows. Flushed, left open.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="RefusalException">It cannot be used; every problem is counted, the first ones are listed.</exception>
    public static async Task<DatasetContents> CanonicalizeAsync(
        TaskKind task,
        IReadOnlyList<DatasetPart> parts,
        ColumnMapping columns,
        ReadingOptions reading,
        SplitOptions split,
        DatasetLimits limits,
        Func<SplitName, Stream> openCanonical,
        CancellationToken cancellationToken)
    {
        DatasetRows rows = new(TaskFormat.Of(task, columns, reading, limits), reading, limits);
        DatasetPart[] ordered = [.. parts.OrderBy(part => part.Split)];
        if (ordered.Length == 0 || ordered[0].Split != SplitName.Train)
        {
            throw RefusalException.ForField(ProblemCodes.MissingPart, "train", "A data set needs a train part.");
        }

        rows.RefuseOtherFormats(ordered);
        await rows.SurveyAsync(ordered[0], cancellationToken);
        DatasetExamination examination = new(rows, limits);
        foreach (DatasetPart part in ordered)
        {
            await examination.ReadAsync(part, cancellationToken);
        }

        examination.Problems.ThrowIfAny(
            ProblemCodes.InvalidDataset,
            $"The data set cannot be used: it has {examination.Problems.Total} {(examination.Problems.Total == 1 ? "problem" : "problems")}.");

        TextGroups texts = new(examination.Examples);
        TextGroups similar = examination.NearDuplicates.Gather(texts);
        SplitName[] splits = SplitAssignment.Assign(examination.Examples, NearDuplicates.Bound(similar, texts), examination.Labels, split);
        DatasetReportBuilder report = new(examination, rows.Format, splits, ordered.ToDictionary(part => part.Split, part => part.FileName), limits);
        report.Examine(new RepeatedTexts(examination.Examples, texts, similar, splits));
        SpanCounts? spans = rows.Format.HasWords ? new SpanCounts() : null;
        NoiseSearch? noise = limits.LabelNoiseRows > 0 ? rows.Format.CreateNoiseSearch() : null;
        IReadOnlySet<int> sample = noise is null ? new HashSet<int>() : SampledRows.Draw(examination.Examples, limits.LabelNoiseRows, split.Seed);
        report.Rows.Expect(sample);
        await WriteAsync(rows, ordered, splits, Show, openCanonical, cancellationToken);

        return new DatasetContents(
            [.. examination.Labels.Labels.Order(StringComparer.Ordinal)],
            splits.CountBy(name => name).OrderBy(pair => pair.Key).ToDictionary(pair => pair.Key, pair => (long)pair.Value),
            report.Build(spans, noise?.Find(split.Seed, cancellationToken)));

        void Show(int index, TaskRow row)
        {
            spans?.Add(splits[index], row.Labels);
            report.Rows.Show(index, row.Text);
            if (sample.Contains(index))
            {
                noise!.Add(index, row, examination.Examples[index].TextHash);
            }
        }
    }

    private static async Task WriteAsync(
        DatasetRows rows,
        DatasetPart[] parts,
        SplitName[] splits,
        Action<int, TaskRow> show,
        Func<SplitName, Stream> openCanonical,
        CancellationToken cancellationToken)
    {
        Dictionary<SplitName, CanonicalWriter<object>> writers = splits.Distinct().Order()
            .ToDictionary(name => name, name => new CanonicalWriter<object>(openCanonical(name)));
        int index = 0;
        foreach (DatasetPart part in parts)
        {
            await foreach (TaskRow row in rows.ReadAsync(part, new FileProblems([], part.FileName), cancellationToken))
            {
                if (row.Example is not null)
                {
                    show(index, row);
                    await writers[splits[index++]].WriteAsync(row.Example, cancellationToken);
                }
            }
        }

        foreach (CanonicalWriter<object> writer in writers.Values)
        {
            await writer.FlushAsync(cancellationToken);
        }
    }
}
