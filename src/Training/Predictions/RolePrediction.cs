using System.Text.Json.Serialization;

namespace Hone.Training.Predictions;

/// <summary>Who did what to whom in a sentence.</summary>
/// <param name="Words">The words of the sentence.</param>
/// <param name="Verbs">Its predicates in the order of their words.</param>
public sealed record RolePrediction(IReadOnlyList<string> Words, IReadOnlyList<VerbPrediction> Verbs);

/// <summary>A predicate with the roles of all words in it.</summary>
/// <param name="Verb">The word.</param>
/// <param name="Index">Its place among the words, counted from 0.</param>
/// <param name="Sense">Which meaning it has; only from a model that learnt senses.</param>
/// <param name="Tags">The role of each word, in strict BIO.</param>
/// <param name="Description">The sentence with its roles in brackets, for people.</param>
public sealed record VerbPrediction(
    string Verb,
    int Index,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Sense,
    IReadOnlyList<string> Tags,
    string Description)
{
    /// <summary>A predicate of a sentence.</summary>
    public static VerbPrediction Of(IReadOnlyList<string> words, int index, string? sense, IReadOnlyList<string> tags)
    {
        List<string> parts = [];
        for (int start = 0; start < words.Count;)
        {
            int end = start + 1;
            string? role = tags[start].StartsWith("B-", StringComparison.Ordinal) ? tags[start][2..] : null;
            while (role is not null && end < words.Count && tags[end] == $"I-{role}")
            {
                end++;
            }

            string text = string.Join(' ', words.Skip(start).Take(end - start));
            parts.Add(role is null ? text : $"[{role}: {text}]");
            start = end;
        }

        return new VerbPrediction(words[index], index, sense, tags, string.Join(' ', parts));
    }
}
