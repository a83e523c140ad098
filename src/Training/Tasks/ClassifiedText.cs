using Hone.Training.Data;

namespace Hone.Training.Tasks;

/// <summary>An encoded text, or pair of texts, with its labels.</summary>
/// <param name="Ids">Token ids, special tokens included.</param>
/// <param name="TokenTypes">The kind of each token: 1 in the second text of a pair.</param>
/// <param name="Labels">The indices of its labels: exactly one, or any number where the data set is multi-label.</param>
internal sealed record ClassifiedText(int[] Ids, int[]? TokenTypes, IReadOnlyList<int> Labels) : EncodedExample(Ids, TokenTypes);
