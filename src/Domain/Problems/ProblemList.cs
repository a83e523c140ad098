using System.Collections;

namespace Hone.Domain.Problems;

/// <summary>Collects problems: the first <see cref="Capacity"/> are kept, all of them are counted.</summary>
/// <param name="capacity">How many problems are kept for listing.</param>
public sealed class ProblemList(int capacity = ProblemList.DefaultCapacity) : IReadOnlyList<Problem>
{
    /// <summary>How many problems a list keeps unless told otherwise.</summary>
    public const int DefaultCapacity = 100;

    private readonly List<Problem> kept = [];

    /// <summary>How many problems are kept for listing.</summary>
    public int Capacity { get; } = capacity;

    /// <summary>How many problems were reported, kept or not.</summary>
    public long Total { get; private set; }

    /// <inheritdoc/>
    public int Count => kept.Count;

    /// <inheritdoc/>
    public Problem this[int index] => kept[index];

    /// <summary>Reports one problem.</summary>
    public void Add(Problem problem)
    {
        Total++;
        if (kept.Count < Capacity)
        {
            kept.Add(problem);
        }
    }

    /// <summary>Reports several problems.</summary>
    public void AddRange(IEnumerable<Problem> problems)
    {
        foreach (Problem problem in problems)
        {
            Add(problem);
        }
    }

    /// <summary>Gives what was kept and begins anew.</summary>
    public IReadOnlyList<Problem> Take()
    {
        Problem[] taken = [.. kept];
        kept.Clear();
        Total = 0;
        return taken;
    }

    /// <summary>Throws what was collected, if anything was, under the one code that all problems have or as an invalid request.</summary>
    /// <exception cref="RefusalException">At least one problem was reported.</exception>
    public void ThrowIfAny()
    {
        if (Total > 0)
        {
            ThrowIfAny(
                kept.TrueForAll(problem => problem.Code == kept[0].Code) ? kept[0].Code : ProblemCodes.InvalidRequest,
                Total == 1 ? kept[0].Message : $"The request has {Total} problems.");
        }
    }

    /// <summary>Throws what was collected, if anything was.</summary>
    /// <exception cref="RefusalException">At least one problem was reported.</exception>
    public void ThrowIfAny(string code, string message)
    {
        if (Total > 0)
        {
            throw new RefusalException(RefusalKind.Invalid, code, message) { Problems = [.. kept], ProblemCount = Total };
        }
    }

    /// <inheritdoc/>
    public IEnumerator<Problem> GetEnumerator() => kept.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
