using Hone.Training.Text;

namespace Hone.Training.Inference;

/// <summary>Reads predicates and roles out of a network's scores, whose first at each word says whether it is a predicate.</summary>
/// <param name="tags">The tags of roles, whose scores come behind it.</param>
internal sealed class RoleReader(TagSet tags)
{
    private readonly TagTransitions transitions = TagTransitions.Uniform(tags);

    /// <summary>How many scores a word has.</summary>
    public int Width { get; } = tags.Tags.Count + 1;

    /// <summary>The words that are rather predicates than not.</summary>
    /// <param name="scores">The scores of the words that were asked about, window behind window.</param>
    /// <param name="words">Those words, by their places in the sentence.</param>
    public IReadOnlyList<int> Predicates(IEnumerable<float[]> scores, IReadOnlyList<int> words) =>
        [.. scores.SelectMany(row => row).Chunk(Width).Zip(words).Where(word => word.First[0] > 0).Select(word => word.Second)];

    /// <summary>The likeliest tags that strict BIO allows, over all windows together.</summary>
    /// <param name="scores">The scores of the words that were asked about, window behind window.</param>
    /// <param name="words">Those words, by their places in the sentence, ascending.</param>
    /// <param name="count">How many words the sentence has; others have no role.</param>
    public string[] Tags(IEnumerable<float[]> scores, IReadOnlyList<int> words, int count)
    {
        string[] read = new string[count];
        Array.Fill(read, TagSet.Outside);
        float[] tagScores = [.. scores.SelectMany(row => row).Chunk(Width).SelectMany(word => word.Skip(1))];
        foreach ((int word, int tag) in words.Zip(new TagLattice(tagScores, transitions).FindBest()))
        {
            read[word] = tags.Tags[tag];
        }

        return read;
    }
}
