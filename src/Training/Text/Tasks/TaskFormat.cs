using Hone.Domain.Datasets;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Text.Noise;
using Hone.Training.Text.Rows;

namespace Hone.Training.Text.Tasks;

/// <summary>
/// What a row of a task is: how it is read from each file format, what can be wrong with it, its canonical form and its labels. Made for one
/// data set; some formats remember of the first row which fields the rows have.
/// </summary>
internal abstract class TaskFormat
{
    /// <summary>The file formats it is read from.</summary>
    public virtual IReadOnlyList<DatasetFormat> Formats { get; } = [DatasetFormat.Jsonl, DatasetFormat.Csv, DatasetFormat.Tsv];

    /// <summary>Whether rows come with words, which have tags.</summary>
    public virtual bool HasWords => false;

    /// <summary>Whether each row has one label of a few.</summary>
    public virtual bool HasOneLabel => false;

    /// <summary>Whether labels may occur that no row of train has: they are warned of, not refused.</summary>
    public virtual bool AllowsUnlearntLabels => false;

    /// <summary>Whether all rows of train must be surveyed before the first is read.</summary>
    public virtual bool NeedsSurvey => false;

    /// <summary>The format of a task's rows.</summary>
    /// <param name="task">The task.</param>
    /// <param name="columns">Which fields are read.</param>
    /// <param name="reading">How they are read.</param>
    /// <param name="limits">How large they may be.</param>
    /// <exception cref="RefusalException">The task is not learnt from data sets.</exception>
    public static TaskFormat Of(TaskKind task, ColumnMapping columns, ReadingOptions reading, DatasetLimits limits)
    {
        TextRules rules = new(limits);
        return task switch
        {
            TaskKind.TextClassification => new ClassificationFormat(columns, reading, rules),
            TaskKind.TokenClassification => new TokenClassificationFormat(columns, reading, rules),
            TaskKind.SemanticRoleLabeling => new SemanticRoleFormat(columns, reading, rules),
            TaskKind.TextGeneration => new GenerationFormat(columns, rules),
            TaskKind.SentenceSimilarity => new SimilarityFormat(columns, reading, rules),
            _ => throw RefusalException.ForField(ProblemCodes.WrongTask, "task", "There are no data sets for this task."),
        };
    }

    /// <summary>The columns that a table must have, from whether it has one of a name.</summary>
    public virtual IEnumerable<string> RequireColumns(Func<string, bool> has) => [];

    /// <summary>Looks at a row before any is read, without reporting.</summary>
    public virtual void Survey(UploadedRow row)
    {
    }

    /// <summary>Reads a row of one of <see cref="Formats"/>. What is wrong is reported, and the answer has no example then.</summary>
    public abstract TaskRow Read(UploadedRow row);

    /// <summary>Makes what looks for wrong labels in rows that were read; null where the task has none that can be told from their texts.</summary>
    public virtual NoiseSearch? CreateNoiseSearch() => null;

    /// <summary>Why nothing can be learnt from the train part, or null where something can.</summary>
    /// <param name="labels">How many different labels it has.</param>
    public virtual string? FindLack(int labels) => null;
}
