namespace Hone.Training.Data;

/// <summary>A stretch of a token shard.</summary>
/// <param name="Tokens">Its ids.</param>
/// <param name="BeginsWord">For each whether a word begins with it.</param>
/// <param name="FollowsDocument">Whether the separator of a document stands before it in the same block.</param>
internal readonly record struct TokenSequence(int[] Tokens, bool[] BeginsWord, bool FollowsDocument = false)
{
    /// <summary>How many tokens it has.</summary>
    public int Length => Tokens.Length;
}
