using Hone.Domain.Problems;
using Hone.Training.Architectures;
using Hone.Training.Artifacts;
using Hone.Training.Text;

namespace Hone.Training.Inference;

/// <summary>Which output of a network is which tag of strict BIO. Models from elsewhere have them in any order.</summary>
internal sealed class OutputTags
{
    /// <summary>The score of a tag that BIO has and a network has no output for: no other score makes up for it.</summary>
    public const float Never = -1e9f;

    private readonly int[] outputs;
    private readonly int labels;

    private OutputTags(TagSet tags, int[] outputs, int labels)
    {
        Tags = tags;
        this.outputs = outputs;
        this.labels = labels;
    }

    /// <summary>The tags in their own order.</summary>
    public TagSet Tags { get; }

    /// <summary>Reads the names of a network's outputs.</summary>
    /// <exception cref="RefusalException">They are not <c>O</c> and tags that begin with <c>B-</c> or <c>I-</c>.</exception>
    public static OutputTags Of(IReadOnlyList<string> labels)
    {
        if (!labels.Contains(TagSet.Outside) || labels.Any(label => label != TagSet.Outside && !(label.Length > 2 && label[..2] is "B-" or "I-")))
        {
            throw Checkpoint.Refuse("Its labels (id2label) are not O and tags that begin with B- or I-.");
        }

        TagSet tags = new([.. labels.Where(label => label != TagSet.Outside).Select(label => label[2..]).Distinct()]);
        string[] names = [.. labels];
        return new OutputTags(tags, [.. tags.Tags.Select(tag => Array.IndexOf(names, tag))], labels.Count);
    }

    /// <summary>The place of a tag's output; negative where it has none.</summary>
    public int OutputOf(int tag) => outputs[tag];

    /// <summary>Scores in the order of the tags.</summary>
    /// <param name="scores">Scores in the order of the outputs, word by word.</param>
    /// <param name="absent">The score of a tag that is no output.</param>
    public float[] Arrange(IEnumerable<float> scores, float absent) =>
        [.. scores.Chunk(labels).SelectMany(word => outputs.Select(output => output < 0 ? absent : word[output]))];

    /// <summary>The scores of tags after one another: a network's own, or none but that BIO must hold.</summary>
    public TagTransitions Transitions(TokenClassificationModel model)
    {
        if (model.ReadTransitions() is not { } learnt)
        {
            return TagTransitions.Uniform(Tags);
        }

        float[] moves = [.. outputs.SelectMany(from => outputs.Select(to => from < 0 || to < 0 ? 0 : learnt.Transitions[(from * labels) + to]))];
        return TagTransitions.Learnt(Tags, Arrange(learnt.Start, 0), moves, Arrange(learnt.End, 0));
    }
}
