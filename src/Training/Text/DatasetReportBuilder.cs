using System.Globalization;
using Hone.Domain.Datasets;
using Hone.Training.Text.Noise;
using Hone.Training.Text.Tasks;

namespace Hone.Training.Text;

/// <summary>Finds what is odd about the rows of a data set.</summary>
/// <param name="examination">The rows.</param>
/// <param name="format">What a row is.</param>
/// <param name="splits">The split of each row.</param>
/// <param name="files">The file of each part.</param>
/// <param name="limits">What is remarkable.</param>
internal sealed class DatasetReportBuilder(
    DatasetExamination examination,
    TaskFormat format,
    SplitName[] splits,
    IReadOnlyDictionary<SplitName, string> files,
    DatasetLimits limits)
{
    private const int ListedLabels = 5;

    /// <summary>So many that people look through all of them.</summary>
    private const int ListedSuspicions = 100;

    /// <summary>With fewer rows, chance alone makes splits unlike.</summary>
    private const int RowsForShift = 50;

    private readonly List<ExampleFacts> examples = examination.Examples;
    private readonly IReadOnlyList<string> labels = examination.Labels.Labels;
    private readonly long[][] counts = CountLabels(examination, splits);
    private readonly List<Finding> findings = [];
    private readonly List<SplitName> present = [.. splits.Distinct().Order()];

    /// <summary>The rows that the report names.</summary>
    public RowReferences Rows { get; } = new(examination.Examples, splits, files);

    /// <summary>Looks for what is odd, before the rows are shown once more.</summary>
    /// <param name="repeated">The rows whose texts occur before.</param>
    public void Examine(RepeatedTexts repeated)
    {
        AddRepeatedTexts(repeated);
        AddLabels();
        AddSpans();
        AddRows(
            "long-text",
            $"Texts of more than {limits.LongTextCharacters} characters: a model reads only their beginning.",
            RowsWhere(i => examples[i].Length > limits.LongTextCharacters));
        Rows.Expect(findings.SelectMany(finding => finding.Rows.Take(RowSample.Size)));
    }

    /// <summary>Makes the report, after all rows were shown to <see cref="Rows"/>.</summary>
    /// <param name="spans">How often types occur, for tasks with spans.</param>
    /// <param name="noise">Which labels are probably wrong, where that was sought.</param>
    public DatasetReport Build(SpanCounts? spans, NoiseFindings? noise)
    {
        LabelNoise? suspicious = noise is null ? null : Describe(noise);
        List<DatasetWarning> warnings = [.. findings.Select(finding => new DatasetWarning(finding.Code, finding.Message, finding.Count, Name(finding.Rows)))];
        if (suspicious is { Count: > 0 })
        {
            string among = suspicious.Rows == suspicious.Of ? "" : string.Create(CultureInfo.InvariantCulture, $" Only {suspicious.Rows} rows were looked at.");
            warnings.Add(new DatasetWarning(
                "suspicious-label", $"Labels that are probably wrong; 'noise' tells what is expected instead.{among}", suspicious.Count, Name([.. noise!.Labels.Select(label => label.Row).Distinct()])));
        }

        if (examination.EmptyTexts.Count > 0)
        {
            warnings.Add(new DatasetWarning("empty-text", "Rows without text are left out.", examination.EmptyTexts.Count, examination.EmptyTexts.First));
        }

        foreach (SplitName split in Enum.GetValues<SplitName>().Except(present))
        {
            warnings.Add(new DatasetWarning("empty-split", $"There is no {Name(split)} split.", 0, []));
        }

        return new DatasetReport
        {
            Labels = labels.Select((label, index) => (label, index)).OrderBy(pair => pair.label, StringComparer.Ordinal).ToDictionary(
                pair => pair.label,
                pair => (IReadOnlyDictionary<SplitName, long>)present.ToDictionary(split => split, split => counts[(int)split][pair.index])),
            Spans = spans?.ToReport(present),
            Lengths = present.ToDictionary(split => split, split => Lengths.Summarize(In(split).Select(example => example.Length), countLonger: false)),
            Words = present.ToDictionary(split => split, split => Lengths.Summarize(In(split).Select(example => example.Words), countLonger: true)),
            Noise = suspicious,
            Warnings = warnings,
        };
    }

    private static string Name(SplitName split) => split.ToString().ToLowerInvariant();

    private static long[][] CountLabels(DatasetExamination examination, SplitName[] splits)
    {
        long[][] counts = [.. Enum.GetValues<SplitName>().Select(_ => new long[examination.Labels.Count])];
        foreach ((ExampleFacts example, SplitName split) in examination.Examples.Zip(splits))
        {
            foreach (int label in examination.Labels[example.Labels])
            {
                counts[(int)split][label]++;
            }
        }

        return counts;
    }

    private LabelNoise Describe(NoiseFindings noise) => new()
    {
        Rows = noise.Rows,
        Of = examples.Count,
        Accuracy = noise.Accuracy,
        Count = noise.Labels.Count,
        Labels =
        [
            .. noise.Labels.Take(ListedSuspicions).Select(label => new SuspiciousLabel(
                Rows.Of(label.Row), label.Label, label.Expected, label.Probability, label.ExpectedProbability, label.Words)),
        ],
    };

    private IEnumerable<ExampleFacts> In(SplitName split) => examples.Where((_, row) => splits[row] == split);

    private IReadOnlyList<RowReference> Name(IReadOnlyList<int> rows) => [.. rows.Take(RowSample.Size).Select(Rows.Of)];

    private void AddRepeatedTexts(RepeatedTexts repeated)
    {
        AddRows("duplicate-across-splits", "Texts that also occur in a split before: scores on them are too good.", repeated.AcrossSplits);
        AddRows("duplicate-within-split", "Texts that occur again in the same split.", repeated.WithinSplit);
        AddRows("near-duplicate-across-splits", "Texts nearly like one in a split before: scores on them are too good.", repeated.NearlyAcrossSplits);
        AddRows("near-duplicate-within-split", "Texts nearly like another in the same split.", repeated.NearlyWithinSplit);
        AddRows("conflicting-labels", "The same text with different labels.", repeated.Conflicting);
        if (examination.NearDuplicates.GaveUp)
        {
            string message = $"The data set has more than {limits.NearDuplicateRows} rows: nearly identical texts were not sought.";
            findings.Add(new Finding("near-duplicates-not-sought", message, examples.Count, []));
        }
    }

    private void AddLabels()
    {
        long[] train = counts[(int)SplitName.Train];
        bool[] isRare = [.. train.Select(rows => rows > 0 && rows < limits.RareLabelRows)];
        List<int> rare = [.. Enumerable.Range(0, labels.Count).Where(label => isRare[label])];
        AddRows(
            "rare-label",
            $"Labels with fewer than {limits.RareLabelRows} rows to train on: {List(rare)}.",
            RowsWhere(i => splits[i] == SplitName.Train && examination.Labels[examples[i].Labels].Any(label => isRare[label])));
        List<int> unlearnt = [.. Enumerable.Range(0, labels.Count).Where(label => train[label] == 0)];
        AddRows("unlearnt-label", $"Rows with labels that no row of the train split has, so that no model learns them: {List(unlearnt)}.", examination.UnlearntLabels);
        foreach (SplitName split in present.Where(split => split != SplitName.Train))
        {
            List<int> missing = [.. Enumerable.Range(0, labels.Count).Where(label => counts[(int)split][label] == 0)];
            if (missing.Count > 0)
            {
                findings.Add(new Finding("missing-label", $"Labels without a row in the {Name(split)} split: {List(missing)}.", missing.Count, []));
            }

            AddShift(split, train, counts[(int)split]);
        }

        int most = labels.Count == 0 ? -1 : Array.IndexOf(train, train.Max());
        double part = most < 0 ? 0 : (double)train[most] / splits.LongCount(split => split == SplitName.Train);
        if (format.HasOneLabel && part >= limits.SkewedLabelFraction)
        {
            string message = string.Create(
                CultureInfo.InvariantCulture, $"Of the rows to train on, {100 * part:0.#} % have the label {labels[most]}: always to say so is as often right.");
            AddRows("skewed-labels", message, RowsWhere(i => splits[i] == SplitName.Train && HasLabel(i, most)));
        }
    }

    private void AddShift(SplitName split, long[] train, long[] other)
    {
        double all = train.Sum();
        double some = other.Sum();
        if (all == 0 || some == 0 || splits.Count(name => name == split) < RowsForShift)
        {
            return;
        }

        double[] differences = [.. train.Zip(other, (one, another) => Math.Abs((one / all) - (another / some)))];
        double shift = differences.Sum() / 2;
        if (shift >= limits.LabelShift)
        {
            int changed = Array.IndexOf(differences, differences.Max());
            string message = string.Create(
                CultureInfo.InvariantCulture,
                $"Labels are distributed unlike in train in {100 * shift:0.#} % of the {Name(split)} split; the rows are those of {labels[changed]}, which differs most.");
            AddRows("label-shift", message, RowsWhere(i => splits[i] == split && HasLabel(i, changed)));
        }
    }

    private void AddSpans()
    {
        AddRows("repaired-tags", "Tags that stood where their scheme does not allow it; they were read as IOB1 allows.", RowsWith(RowOddities.RepairedTags));
        AddRows("span-cuts-word", "Spans that begin or end within a word; the word was cut there.", RowsWith(RowOddities.SpanCutsWord));
        AddRows("span-trimmed", "Spans that began or ended with white space, which was left out of them.", RowsWith(RowOddities.SpanTrimmed));
    }

    private bool HasLabel(int row, int label) => examination.Labels[examples[row].Labels].Contains(label);

    private List<int> RowsWith(RowOddities oddity) => RowsWhere(i => examples[i].Oddities.HasFlag(oddity));

    private List<int> RowsWhere(Func<int, bool> holds) => [.. Enumerable.Range(0, examples.Count).Where(holds)];

    private string List(List<int> some)
    {
        IEnumerable<string> names = some.Select(label => labels[label]).Order(StringComparer.Ordinal);
        return string.Join(", ", names.Take(ListedLabels)) + (some.Count > ListedLabels ? string.Create(CultureInfo.InvariantCulture, $" and {some.Count - ListedLabels} more") : "");
    }

    private void AddRows(string code, string message, List<int> rows)
    {
        if (rows.Count > 0)
        {
            rows.Sort();
            findings.Add(new Finding(code, message, rows.Count, rows));
        }
    }

    /// <summary>A warning whose rows have no text yet.</summary>
    private sealed record Finding(string Code, string Message, long Count, IReadOnlyList<int> Rows);
}
