namespace Hone.Training.Text;

/// <summary>
/// The senses of predicates that training showed, and with which words each came. A word that was seen has one of the senses that it was seen with; of any
/// other word those whose names begin most like it, as <c>taking</c> and <c>take.01</c> do, or all where none does. So a verb of one sense is right
/// whatever a network says, and there is no need to know which words are forms of one verb.
/// </summary>
public sealed class SenseInventory
{
    // Fewer letters that two words have in common at their beginning are so by chance.
    private const int FewestLetters = 3;

    private readonly Dictionary<string, int> places;

    /// <param name="senses">At least one; none twice.</param>
    /// <param name="forms">Of each word in lower case the places of its senses among them; none without any.</param>
    public SenseInventory(IReadOnlyList<string> senses, IReadOnlyDictionary<string, IReadOnlyList<int>> forms)
    {
        Senses = senses;
        Forms = forms;
        places = senses.Index().ToDictionary(sense => sense.Item, sense => sense.Index, StringComparer.Ordinal);
    }

    /// <summary>All senses, in the order of a network's outputs.</summary>
    public IReadOnlyList<string> Senses { get; }

    /// <summary>Of each word in lower case the places of the senses that it was seen with, ascending.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<int>> Forms { get; }

    /// <summary>The senses of the predicates in examples; null when there are none.</summary>
    public static SenseInventory? Of(IEnumerable<SemanticRoleExample> examples)
    {
        SortedDictionary<string, SortedSet<string>> seen = new(StringComparer.Ordinal);
        foreach ((string form, string sense) in examples.SelectMany(example => example.Verbs
            .Where(frame => frame.Sense is not null)
            .Select(frame => (FormOf(example.Words[frame.Index]), frame.Sense!))))
        {
            if (!seen.TryGetValue(form, out SortedSet<string>? senses))
            {
                seen[form] = senses = new(StringComparer.Ordinal);
            }

            senses.Add(sense);
        }

        string[] all = [.. seen.Values.SelectMany(senses => senses).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return all.Length == 0
            ? null
            : new SenseInventory(all, seen.ToDictionary(
                form => form.Key,
                form => (IReadOnlyList<int>)[.. form.Value.Select(sense => Array.BinarySearch(all, sense, StringComparer.Ordinal))],
                StringComparer.Ordinal));
    }

    /// <summary>The place of a sense; negative for one that training did not show.</summary>
    public int IndexOf(string sense) => places.GetValueOrDefault(sense, -1);

    /// <summary>The likeliest sense of a word.</summary>
    /// <param name="word">The predicate as it stands in its sentence.</param>
    /// <param name="scores">The score of each sense, <c>[senses]</c>.</param>
    public string Choose(string word, ReadOnlySpan<float> scores)
    {
        IReadOnlyList<int> candidates = CandidatesOf(FormOf(word));
        int best = candidates[0];
        foreach (int candidate in candidates)
        {
            best = scores[candidate] > scores[best] ? candidate : best;
        }

        return Senses[best];
    }

    private IReadOnlyList<int> CandidatesOf(string form)
    {
        if (Forms.TryGetValue(form, out IReadOnlyList<int>? seen))
        {
            return seen;
        }

        int[] alike = [.. Senses.Select(sense => form.AsSpan().CommonPrefixLength(sense))];
        int most = alike.Max();
        return [.. Enumerable.Range(0, Senses.Count).Where(place => alike[place] == most || most < FewestLetters)];
    }

    private static string FormOf(string word) => word.ToLowerInvariant();
}
