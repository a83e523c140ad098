using System.Runtime.CompilerServices;
using Hone.Domain.Datasets;
using Hone.Domain.Problems;
using Hone.Training.Text.Rows;
using Hone.Training.Text.Tasks;

namespace Hone.Training.Text;

/// <summary>The rows of an upload, which can be read as often as needed.</summary>
/// <param name="format">What a row is.</param>
/// <param name="reading">How rows are read.</param>
/// <param name="limits">How large they may be.</param>
internal sealed class DatasetRows(TaskFormat format, ReadingOptions reading, DatasetLimits limits)
{
    /// <summary>What a row is.</summary>
    public TaskFormat Format { get; } = format;

    /// <summary>Reads the rows of a part, one at a time.</summary>
    public async IAsyncEnumerable<TaskRow> ReadAsync(DatasetPart part, FileProblems problems, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (UploadedRow row in Open(part, problems).ReadAsync(cancellationToken))
        {
            if (row is not UnreadableRow)
            {
                yield return Format.Read(row);
            }
        }
    }

    /// <summary>Shows the format the rows of a part, where it must see them before it reads the first.</summary>
    public async Task SurveyAsync(DatasetPart part, CancellationToken cancellationToken)
    {
        if (Format.NeedsSurvey)
        {
            await foreach (UploadedRow row in Open(part, new FileProblems([], part.FileName)).ReadAsync(cancellationToken))
            {
                if (row is not UnreadableRow)
                {
                    Format.Survey(row);
                }
            }
        }
    }

    /// <summary>Refuses parts in file formats from which the task's rows are not read.</summary>
    /// <exception cref="RefusalException">There are such parts.</exception>
    public void RefuseOtherFormats(IEnumerable<DatasetPart> parts)
    {
        ProblemList problems = [];
        foreach (DatasetPart part in parts.Where(part => !Format.Formats.Contains(part.Format)))
        {
            string formats = string.Join(" and ", Format.Formats.Select(known => known.ToString().ToLowerInvariant()));
            string message = $"Data of this task is read from {formats}, not from {part.Format.ToString().ToLowerInvariant()}.";
            problems.Add(new Problem(ProblemCodes.UnknownFormat, message) { Field = "format", File = part.FileName });
        }

        problems.ThrowIfAny();
    }

    private RowReader Open(DatasetPart part, FileProblems problems) => new(part.Path, part.Format, Format.RequireColumns, reading, limits, problems);
}
