namespace Hone.Training.Data;

/// <summary>Two texts that are compared, each a sequence by itself.</summary>
/// <param name="Ids">The ids of both, one behind the other.</param>
/// <param name="FirstLength">How many of them are the first text's.</param>
/// <param name="Score">How alike they are, from 0 to 1; 1 where pairs belong together and no scores are given.</param>
public sealed record SentencePair(int[] Ids, int FirstLength, double Score) : EncodedExample(Ids)
{
    /// <inheritdoc/>
    public override IReadOnlyList<int> Lengths => [FirstLength, Ids.Length - FirstLength];
}
