using System.Globalization;
using Hone.Domain.Datasets;

namespace Hone.Training.Text;

/// <summary>Finds what is odd about the rows of a data set.</summary>
/// <param name="examples">The rows.</param>
/// <param name="groups">The same rows by their texts.</param>
/// <param name="splits">The split of each row.</param>
/// <param name="labels">The labels, in the order of <see cref="ExampleFacts.Label"/>.</param>
/// <param name="files">The file of each part.</param>
/// <param name="limits">What is remarkable.</param>
internal sealed class DatasetReportBuilder(
    List<ExampleFacts> examples,
    TextGroups groups,
    SplitName[] splits,
    IReadOnlyList<string> labels,
    IReadOnlyDictionary<SplitName, string> files,
    DatasetLimits limits)
{
    private const int ListedLabels = 5;

    private readonly List<DatasetWarning> warnings = [];
    private readonly List<SplitName> present = [.. splits.Distinct().Order()];

    /// <summary>Makes the report.</summary>
    /// <param name="emptyTexts">The rows that were left out.</param>
    public DatasetReport Build(RowSample emptyTexts)
    {
        long[][] counts = CountLabels();
        AddRepeatedTexts();
        AddLabels(counts);
        Add("empty-text", "Rows without text are left out.", emptyTexts.Count, emptyTexts.First);
        AddRows(
            "long-text",
            $"Texts of more than {limits.LongTextCharacters} characters: a model reads only their beginning.",
            [.. Enumerable.Range(0, examples.Count).Where(i => examples[i].Length > limits.LongTextCharacters)]);
        foreach (SplitName split in Enum.GetValues<SplitName>().Except(present))
        {
            warnings.Add(new DatasetWarning("empty-split", $"There is no {Name(split)} split.", 0, []));
        }

        return new DatasetReport
        {
            Labels = labels.Select((label, index) => (label, index)).OrderBy(pair => pair.label, StringComparer.Ordinal).ToDictionary(
                pair => pair.label,
                pair => (IReadOnlyDictionary<SplitName, long>)present.ToDictionary(split => split, split => counts[(int)split][pair.index])),
            Lengths = present.ToDictionary(split => split, SummarizeLengths),
            Warnings = warnings,
        };
    }

    private static string Name(SplitName split) => split.ToString().ToLowerInvariant();

    private long[][] CountLabels()
    {
        long[][] counts = [.. Enum.GetValues<SplitName>().Select(_ => new long[labels.Count])];
        for (int i = 0; i < examples.Count; i++)
        {
            counts[(int)splits[i]][examples[i].Label]++;
        }

        return counts;
    }

    private LengthSummary SummarizeLengths(SplitName split)
    {
        int[] lengths = [.. Enumerable.Range(0, examples.Count).Where(i => splits[i] == split).Select(i => examples[i].Length).Order()];
        return new LengthSummary(lengths[0], lengths.Average(), Percentile(50), Percentile(95), lengths[^1]);

        // The nearest rank: the smallest length that so many percent do not exceed.
        int Percentile(int percent) => lengths[(int)((((long)lengths.Length * percent) + 99) / 100) - 1];
    }

    private void AddRepeatedTexts()
    {
        List<int> within = [];
        List<int> across = [];
        List<int> conflicting = [];
        for (int group = 0; group < groups.Count; group++)
        {
            ReadOnlySpan<int> rows = groups[group];
            if (rows.Length == 1)
            {
                continue;
            }

            bool conflict = false;
            HashSet<SplitName> seen = [];
            SplitName first = (SplitName)rows.ToArray().Min(row => (int)splits[row]);
            foreach (int row in rows)
            {
                if (!seen.Add(splits[row]))
                {
                    within.Add(row);
                }
                else if (splits[row] != first)
                {
                    across.Add(row);
                }

                conflict |= examples[row].Label != examples[rows[0]].Label;
            }

            if (conflict)
            {
                conflicting.AddRange(rows);
            }
        }

        AddRows("duplicate-across-splits", "Texts that also occur in a split before: scores on them are too good.", across);
        AddRows("duplicate-within-split", "Texts that occur again in the same split.", within);
        AddRows("conflicting-labels", "The same text with different labels.", conflicting);
    }

    private void AddLabels(long[][] counts)
    {
        long[] train = counts[(int)SplitName.Train];
        List<int> rare = [.. Enumerable.Range(0, labels.Count).Where(label => train[label] < limits.RareLabelRows)];
        AddRows(
            "rare-label",
            $"Labels with fewer than {limits.RareLabelRows} rows to train on: {List(rare)}.",
            [.. Enumerable.Range(0, examples.Count).Where(i => splits[i] == SplitName.Train && train[examples[i].Label] < limits.RareLabelRows)]);
        foreach (SplitName split in present.Where(split => split != SplitName.Train))
        {
            List<int> missing = [.. Enumerable.Range(0, labels.Count).Where(label => counts[(int)split][label] == 0)];
            Add("missing-label", $"Labels without a row in the {Name(split)} split: {List(missing)}.", missing.Count, []);
        }
    }

    private string List(List<int> some)
    {
        IEnumerable<string> names = some.Select(label => labels[label]).Order(StringComparer.Ordinal);
        return string.Join(", ", names.Take(ListedLabels)) + (some.Count > ListedLabels ? string.Create(CultureInfo.InvariantCulture, $" and {some.Count - ListedLabels} more") : "");
    }

    private void AddRows(string code, string message, List<int> rows)
    {
        rows.Sort();
        Add(code, message, rows.Count, rows.Take(RowSample.Size).Select(i => new RowReference(splits[i], files[examples[i].Part], examples[i].Line)));
    }

    private void Add(string code, string message, long count, IEnumerable<RowReference> rows)
    {
        if (count > 0)
        {
            warnings.Add(new DatasetWarning(code, message, count, [.. rows]));
        }
    }
}
