using Hone.Domain.Datasets;
using Hone.Training.Text;

namespace Hone.Training.Evaluation;

/// <summary>
/// Precision, recall and F1 of arguments by the rules of CoNLL-2005's scorer <c>srl-eval.pl</c> (Carreras and Màrquez, 2005). The predicate itself
/// (<c>V</c>) is no argument. A <c>C-</c> span continues the last argument of its role, which is right only with all its pieces; one that
/// continues nothing is an argument by itself. <c>R-</c> roles are roles like any other. Arguments of a predicate that was not found are missed;
/// those of a word that is no predicate do not count, only <see cref="RoleEvaluation.Predicates"/> does.
/// </summary>
public static class RoleMetrics
{
    private const string Predicate = "V";
    private const string Continuation = "C-";

    /// <summary>Compares predictions with the truth.</summary>
    /// <param name="gold">The true predicates of each sentence.</param>
    /// <param name="predicted">The predicted predicates of each sentence.</param>
    /// <exception cref="ArgumentException">There are no sentences, or the lists differ in length.</exception>
    public static RoleEvaluation Compute(IReadOnlyList<IReadOnlyList<PredicateFrame>> gold, IReadOnlyList<IReadOnlyList<PredicateFrame>> predicted)
    {
        if (gold.Count == 0 || gold.Count != predicted.Count)
        {
            throw new ArgumentException($"{gold.Count} sentences with {predicted.Count} predictions cannot be evaluated.", nameof(predicted));
        }

        SpanCounter counter = new();
        long found = 0;
        long perfect = 0;
        for (int i = 0; i < gold.Count; i++)
        {
            (int foundHere, int perfectHere) = counter.Add(gold[i], predicted[i]);
            found += foundHere;
            perfect += perfectHere;
        }

        long count = gold.Sum(frames => (long)frames.Count);
        return new RoleEvaluation
        {
            Predicates = Averages.Of(found, count, predicted.Sum(frames => (long)frames.Count)),
            PredicateCount = count,
            PerfectPredicates = count == 0 ? 0 : (double)perfect / count,
            Arguments = counter.Evaluate(gold.Count),
        };
    }

    /// <summary>Counts the arguments of one sentence.</summary>
    /// <returns>How many of its predicates were found, and of how many all arguments are right.</returns>
    internal static (int Found, int Perfect) Add(this SpanCounter counter, IReadOnlyList<PredicateFrame> gold, IReadOnlyList<PredicateFrame> predicted)
    {
        Dictionary<int, PredicateFrame> guesses = predicted.ToDictionary(frame => frame.Index);
        int found = 0;
        int perfect = 0;
        foreach (PredicateFrame frame in gold)
        {
            bool isFound = guesses.TryGetValue(frame.Index, out PredicateFrame? guess);
            found += isFound ? 1 : 0;
            perfect += counter.Add(ArgumentsOf(frame), isFound ? ArgumentsOf(guess!) : [], argument => argument.Role) ? 1 : 0;
        }

        return (found, perfect);
    }

    private static List<Argument> ArgumentsOf(PredicateFrame frame)
    {
        List<Argument> arguments = [];
        Dictionary<string, int> last = new(StringComparer.Ordinal);
        foreach (TypedSpan span in TagSequences.Read(frame.Tags, TagScheme.Bio, out _))
        {
            bool continues = span.Type.StartsWith(Continuation, StringComparison.Ordinal);
            string role = continues ? span.Type[Continuation.Length..] : span.Type;
            string piece = $"{span.Start}-{span.End}";
            if (continues && last.TryGetValue(role, out int index))
            {
                arguments[index] = arguments[index] with { Pieces = $"{arguments[index].Pieces} {piece}" };
            }
            else
            {
                last[role] = arguments.Count;
                arguments.Add(new Argument(role, piece));
            }
        }

        return [.. arguments.Where(argument => argument.Role != Predicate)];
    }

    /// <param name="Role">Its role.</param>
    /// <param name="Pieces">First word and word after the last of each of its pieces, in order.</param>
    private readonly record struct Argument(string Role, string Pieces);
}
