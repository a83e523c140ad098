namespace Hone.Training.Data;

/// <summary>An example of a task as a network takes it; tasks add what is to be learnt from it.</summary>
/// <param name="Ids">Token ids, special tokens included.</param>
/// <param name="TokenTypes">The kind of each token; null where all are of the first.</param>
public abstract record EncodedExample(int[] Ids, int[]? TokenTypes = null)
{
    /// <summary>The lengths of the sequences that <see cref="Ids"/> are, one behind the other: a single one, unless a task compares several.</summary>
    public virtual IReadOnlyList<int> Lengths => [Ids.Length];
}
