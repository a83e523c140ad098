using Hone.Training.Text;

namespace Hone.Training.Inference;

/// <summary>The scores of tags after one another, and which tags may not follow which.</summary>
public sealed class TagTransitions
{
    private readonly double[] start;
    private readonly double[] moves;
    private readonly double[] end;
    private readonly int[][] predecessors;

    private TagTransitions(TagSet tags, double[] start, double[] moves, double[] end)
    {
        Count = tags.Tags.Count;
        this.start = [.. start.Select((score, tag) => TagSet.CanBegin(tag) ? score : double.NegativeInfinity)];
        this.moves = moves;
        this.end = end;
        predecessors = [.. Enumerable.Range(0, Count).Select(next => Enumerable.Range(0, Count).Where(tag => TagSet.CanFollow(tag, next)).ToArray())];
    }

    /// <summary>How many tags there are.</summary>
    public int Count { get; }

    /// <summary>Strict BIO, where all that is allowed is as good.</summary>
    public static TagTransitions Uniform(TagSet tags)
    {
        int count = tags.Tags.Count;
        return new TagTransitions(tags, new double[count], new double[count * count], new double[count]);
    }

    /// <summary>Strict BIO with learnt scores: those of a <see cref="Architectures.LinearChainCrf"/>.</summary>
    /// <param name="tags">The tags.</param>
    /// <param name="start">Score of each tag as the first.</param>
    /// <param name="transitions">Score of each tag after each, previous tag by previous tag.</param>
    /// <param name="end">Score of each tag as the last.</param>
    /// <exception cref="ArgumentException">There are not as many scores as the tags need.</exception>
    public static TagTransitions Learnt(TagSet tags, ReadOnlySpan<float> start, ReadOnlySpan<float> transitions, ReadOnlySpan<float> end)
    {
        int count = tags.Tags.Count;
        if (start.Length != count || end.Length != count || transitions.Length != count * count)
        {
            throw new ArgumentException($"{count} tags need as many scores of the first and the last, and {count * count} transitions.", nameof(transitions));
        }

        return new TagTransitions(tags, Widen(start), Widen(transitions), Widen(end));
    }

    /// <summary>Score of a tag as the first; −∞ where it may not be.</summary>
    public double Start(int tag) => start[tag];

    /// <summary>Score of a tag after another that it may follow.</summary>
    public double Move(int previous, int next) => moves[(previous * Count) + next];

    /// <summary>Score of a tag as the last.</summary>
    public double End(int tag) => end[tag];

    /// <summary>The tags that another may follow, ascending. A sequence may begin with the first of them, so that there is always a way.</summary>
    public ReadOnlySpan<int> Predecessors(int next) => predecessors[next];

    private static double[] Widen(ReadOnlySpan<float> scores)
    {
        double[] wide = new double[scores.Length];
        for (int i = 0; i < wide.Length; i++)
        {
            wide[i] = scores[i];
        }

        return wide;
    }
}
