using Hone.Domain.Datasets;

namespace Hone.Training.Text;

/// <summary>The rows whose texts occur before, or nearly so.</summary>
internal sealed class RepeatedTexts
{
    /// <param name="examples">The rows.</param>
    /// <param name="texts">The same rows by their texts.</param>
    /// <param name="similar">The same rows by texts that are nearly identical.</param>
    /// <param name="splits">The split of each row.</param>
    public RepeatedTexts(List<ExampleFacts> examples, TextGroups texts, TextGroups similar, SplitName[] splits)
    {
        for (int group = 0; group < texts.Count; group++)
        {
            ReadOnlySpan<int> rows = texts[group];
            Sort(rows, splits, WithinSplit, AcrossSplits);
            foreach (int row in rows)
            {
                if (examples[row].Target != examples[rows[0]].Target)
                {
                    Conflicting.AddRange(rows);
                    break;
                }
            }
        }

        HashSet<ulong> seen = [];
        List<int> different = [];
        for (int group = 0; group < similar.Count; group++)
        {
            seen.Clear();
            different.Clear();
            foreach (int row in similar[group])
            {
                if (seen.Add(examples[row].TextHash))
                {
                    different.Add(row);
                }
            }

            Sort([.. different], splits, NearlyWithinSplit, NearlyAcrossSplits);
        }
    }

    /// <summary>Rows whose text occurs before in the same split.</summary>
    public List<int> WithinSplit { get; } = [];

    /// <summary>Rows whose text also occurs in a split before.</summary>
    public List<int> AcrossSplits { get; } = [];

    /// <summary>Rows of whose text there are several with different labels, tags or scores.</summary>
    public List<int> Conflicting { get; } = [];

    /// <summary>Rows of other texts nearly like which there is one before in the same split.</summary>
    public List<int> NearlyWithinSplit { get; } = [];

    /// <summary>Rows of other texts nearly like which there is one in a split before.</summary>
    public List<int> NearlyAcrossSplits { get; } = [];

    private static void Sort(ReadOnlySpan<int> rows, SplitName[] splits, List<int> within, List<int> across)
    {
        if (rows.Length < 2)
        {
            return;
        }

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
        }
    }
}
