using Hone.Domain.Datasets;

using Hone.Training.Data;

namespace Hone.Training.Text;

/// <summary>
/// Sets rows aside for validation and test. Which rows depends on their texts and the seed alone, not on their order; each label gives
/// its share, a row with several counting for the rarest of them; rows of one group, with the same or nearly the same text, are never in
/// two of the splits made here; and every label keeps a row to learn from.
/// </summary>
internal sealed class SplitAssignment
{
    private readonly List<ExampleFacts> examples;
    private readonly TextGroups groups;
    private readonly LabelSets labels;
    private readonly int[] ranks;
    private readonly Unit[] units;

    private SplitAssignment(List<ExampleFacts> examples, TextGroups groups, LabelSets labels, long seed)
    {
        this.examples = examples;
        this.groups = groups;
        this.labels = labels;
        ranks = Rank();
        units = [.. Enumerable.Range(0, groups.Count).Where(IsFromTrain).Select(group => MakeUnit(group, seed)).OrderBy(unit => unit.Rank).ThenBy(unit => unit.Key)];
    }

    /// <summary>Gives every row a split: rows uploaded as validation or test theirs, rows uploaded as train any of the three.</summary>
    /// <param name="examples">The rows.</param>
    /// <param name="groups">The same rows by their texts; those of a group stay together.</param>
    /// <param name="labels">The labels, and the sets of them that rows have.</param>
    /// <param name="options">The fractions, and the seed: another one sets other rows aside. An uploaded split takes nothing from train.</param>
    public static SplitName[] Assign(List<ExampleFacts> examples, TextGroups groups, LabelSets labels, SplitOptions options)
    {
        SplitName[] splits = [.. examples.Select(example => example.Part)];
        Share[] shares =
        [
            .. new[] { new Share(SplitName.Test, options.Test), new Share(SplitName.Validation, options.Validation) }
                .Where(share => share.Fraction > 0 && !splits.Contains(share.Split)),
        ];
        if (shares.Length > 0)
        {
            SplitAssignment assignment = new(examples, groups, labels, options.Seed);
            assignment.SetAside(shares, splits);
            assignment.KeepEveryLabel(splits);
        }

        return splits;
    }

    /// <summary>
    /// Where each set of labels comes in order: by the name of its rarest label, of which the rows are to be shared out together; rows without
    /// labels come last.
    /// </summary>
    private int[] Rank()
    {
        IReadOnlyList<string> names = labels.Labels;
        long[] rows = new long[names.Count];
        foreach (ExampleFacts example in examples)
        {
            foreach (int label in labels[example.Labels])
            {
                rows[label]++;
            }
        }

        int[] rankOfLabel = new int[names.Count];
        foreach ((int rank, int label) in Enumerable.Range(0, names.Count).OrderBy(label => names[label], StringComparer.Ordinal).Index())
        {
            rankOfLabel[label] = rank;
        }

        return [.. Enumerable.Range(0, labels.Sets).Select(set => labels[set].Count == 0
            ? names.Count
            : rankOfLabel[labels[set].MinBy(label => (rows[label], rankOfLabel[label]))])];
    }

    /// <summary>Train is read first, so that its rows come first in every group.</summary>
    private bool IsFromTrain(int group) => examples[groups[group][0]].Part == SplitName.Train;

    private Unit MakeUnit(int group, long seed)
    {
        int rows = 0;
        int rank = int.MaxValue;
        foreach (int row in groups[group])
        {
            if (examples[row].Part == SplitName.Train)
            {
                rows++;
                rank = Math.Min(rank, ranks[examples[row].Labels]);
            }
        }

        return new Unit(group, rows, rank, SplitMix64.Mix(groups.KeyOf(group) ^ SplitMix64.Mix((ulong)seed)));
    }

    private void SetAside(Share[] shares, SplitName[] splits)
    {
        for (int start = 0, end; start < units.Length; start = end)
        {
            end = start;
            long rows = 0;
            while (end < units.Length && units[end].Rank == units[start].Rank)
            {
                rows += units[end++].Rows;
            }

            foreach (Share share in shares)
            {
                share.Open(rows);
            }

            // The first text stays in train, however small the label.
            foreach (Unit unit in units.AsSpan(start + 1, end - start - 1))
            {
                if (Array.Find(shares, share => share.Takes(unit.Rows)) is Share taker)
                {
                    Place(unit, taker.Split, splits);
                }
            }
        }
    }

    /// <summary>A label may occur only on texts that count for other labels and were set aside: the first of these comes back.</summary>
    private void KeepEveryLabel(SplitName[] splits)
    {
        bool[] kept = new bool[labels.Count];
        for (int i = 0; i < splits.Length; i++)
        {
            foreach (int label in splits[i] == SplitName.Train ? labels[examples[i].Labels] : [])
            {
                kept[label] = true;
            }
        }

        foreach (int label in Enumerable.Range(0, kept.Length).Where(label => !kept[label]))
        {
            if (units.Where(unit => Holds(unit, label)).Cast<Unit?>().MinBy(unit => unit!.Value.Key) is Unit first)
            {
                Place(first, SplitName.Train, splits);
            }
        }
    }

    private bool Holds(Unit unit, int label)
    {
        foreach (int row in groups[unit.Group][..unit.Rows])
        {
            if (labels[examples[row].Labels].Contains(label))
            {
                return true;
            }
        }

        return false;
    }

    private void Place(Unit unit, SplitName split, SplitName[] splits)
    {
        foreach (int row in groups[unit.Group][..unit.Rows])
        {
            splits[row] = split;
        }
    }

    /// <summary>The rows of train in one group, which go together. Where their labels differ they count for the first of these.</summary>
    private readonly record struct Unit(int Group, int Rows, int Rank, ulong Key);

    /// <summary>
    /// What one split takes, label by label. What rounding leaves over at one label is made up for at the next, so that many small
    /// labels are not all rounded to nothing.
    /// </summary>
    private sealed class Share(SplitName split, double fraction)
    {
        private long seen;
        private long taken;
        private long quota;

        public SplitName Split { get; } = split;

        public double Fraction { get; } = fraction;

        public void Open(long rowsOfLabel)
        {
            seen += rowsOfLabel;
            quota = Math.Min((long)Math.Round(Fraction * seen) - taken, (long)Math.Ceiling(Fraction * rowsOfLabel));
        }

        public bool Takes(int rows)
        {
            bool fits = rows <= quota;
            quota -= fits ? rows : 0;
            taken += fits ? rows : 0;
            return fits;
        }
    }
}
