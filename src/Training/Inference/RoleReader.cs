using Hone.Training.Text;

namespace Hone.Training.Inference;

/// <summary>Reads predicates and roles out of a network's scores, whose first at each word says whether it is a predicate.</summary>
/// <param name="tags">The tags of roles, whose scores come behind it.</param>
internal sealed class RoleReader(TagSet tags)
{
    private readonly TagTransitions transitions = TagTransitions.Uniform(tags);
    private readonly int width = tags.Tags.Count + 1;

    /// <summary>The words that are rather predicates than not, by their places among those that were asked about.</summary>
    public IEnumerable<int> Predicates(float[] scores) => scores.Chunk(width).Index().Where(word => word.Item[0] > 0).Select(word => word.Index);

    /// <summary>The likeliest tags that strict BIO allows.</summary>
    /// <param name="scores">The scores of the words that were asked about.</param>
    /// <param name="words">Those words, by their places in the sentence.</param>
    /// <param name="count">How many words the sentence has; others have no role.</param>
    public string[] Tags(float[] scores, IReadOnlyList<int> words, int count)
    {
        string[] read = new string[count];
        Array.Fill(read, TagSet.Outside);
        float[] tagScores = [.. scores.Chunk(width).SelectMany(word => word.Skip(1))];
        foreach ((int word, int tag) in words.Zip(new TagLattice(tagScores, transitions).FindBest()))
        {
            read[word] = tags.Tags[tag];
        }

        return read;
    }
}
