namespace Hone.Training.Architectures;

/// <summary>Neighbouring sequences of one length within a packed batch; attention works on them as one rectangle.</summary>
/// <param name="Start">Row of the first token of the first sequence.</param>
/// <param name="Count">How many sequences.</param>
/// <param name="Length">Tokens in each.</param>
public readonly record struct SequenceRun(int Start, int Count, int Length)
{
    /// <summary>Rows the run takes.</summary>
    public int Total => Count * Length;

    /// <summary>The runs of sequences that lie one behind the other.</summary>
    public static IReadOnlyList<SequenceRun> Of(IEnumerable<int> lengths)
    {
        List<SequenceRun> runs = [];
        int start = 0;
        foreach (int length in lengths)
        {
            if (runs.Count > 0 && runs[^1].Length == length)
            {
                runs[^1] = runs[^1] with { Count = runs[^1].Count + 1 };
            }
            else
            {
                runs.Add(new SequenceRun(start, 1, length));
            }

            start += length;
        }

        return runs;
    }
}
