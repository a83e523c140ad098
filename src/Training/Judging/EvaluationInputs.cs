using Hone.Domain.Jobs.Running;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Artifacts;
using Hone.Training.Text;

namespace Hone.Training.Judging;

/// <summary>Whether models can be judged on a data set.</summary>
public static class EvaluationInputs
{
    private const int LabelsListed = 5;

    /// <summary>Everything about a model by which it cannot be judged on a data set.</summary>
    /// <param name="field">The field of the request that names the model.</param>
    /// <param name="directory">The model directory.</param>
    /// <param name="dataset">The data set.</param>
    /// <exception cref="RefusalException">The directory is not what Hone writes.</exception>
    public static IEnumerable<Problem> Validate(string field, string directory, DatasetInput dataset)
    {
        ModelRecord record = new ModelDirectory(directory).ReadRecord();
        if (record.Task != dataset.Task)
        {
            yield return new Problem(ProblemCodes.WrongTask, $"'{field}' is a model for {TaskNames.Of(record.Task)}, the data set is for {TaskNames.Of(dataset.Task)}.") { Field = field };
            yield break;
        }

        string[] unknown = [.. dataset.Labels.Except(ModelLabels.Judged(record), StringComparer.Ordinal)];
        if (unknown.Length > 0)
        {
            string listed = string.Join(", ", unknown.Take(LabelsListed).Select(label => $"'{label}'")) + (unknown.Length > LabelsListed ? " and others" : string.Empty);
            yield return new Problem(ProblemCodes.UnknownLabel, $"'{field}' does not know {unknown.Length} of the {dataset.Labels.Count} labels of the data set: {listed}.") { Field = field };
        }

        if (dataset.Task == TaskKind.TextClassification && AreLabelSets(dataset) is bool areSets && TextClassifierCheckpoint.IsMultiLabel(directory) != areSets)
        {
            string message = areSets
                ? $"'{field}' gives exactly one label, the rows of the data set have any number."
                : $"'{field}' gives any number of labels, the rows of the data set have exactly one.";
            yield return new Problem(ProblemCodes.WrongTask, message) { Field = field };
        }
    }

    /// <summary>The problem that two models which each fit cannot be compared, if there is one.</summary>
    /// <param name="field">The field of the request that names the other model.</param>
    /// <param name="one">A model directory.</param>
    /// <param name="other">The other.</param>
    /// <exception cref="RefusalException">A directory is not what Hone writes.</exception>
    public static IEnumerable<Problem> ValidatePair(string field, string one, string other)
    {
        (ModelRecord first, ModelRecord second) = (new ModelDirectory(one).ReadRecord(), new ModelDirectory(other).ReadRecord());
        bool haveSets = first.Task == TaskKind.TextClassification && TextClassifierCheckpoint.IsMultiLabel(one);
        return Check.That(
            !haveSets || first.Labels.ToHashSet(StringComparer.Ordinal).SetEquals(second.Labels),
            ProblemCodes.UnknownLabel,
            field,
            $"'{field}' has other labels than the model it is compared with, and the mean over labels is taken over all that a model gives.");
    }

    /// <summary>Whether rows have any number of labels. A file that is missing is told of by whoever reads all of it.</summary>
    private static bool? AreLabelSets(DatasetInput dataset)
    {
        string? path = dataset.Splits.Select(split => split.Path).FirstOrDefault(File.Exists);
        ClassificationExample? first = path is null ? null : CanonicalDataset.ReadClassification(path).FirstOrDefault();
        return first is null ? null : first.Labels is not null;
    }
}
