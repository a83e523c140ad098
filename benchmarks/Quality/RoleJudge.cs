using Hone.Domain.Jobs.Specifications;
using Hone.Training.Evaluation;
using Hone.Training.Inference;
using Hone.Training.Text;

namespace Hone.Benchmarks.Quality;

/// <summary>
/// Judges roles where the true predicates are given, as papers on semantic role labelling do. What the trainer reports is judged from beginning to end:
/// roles of a predicate that was not found are missed there.
/// </summary>
internal static class RoleJudge
{
    /// <summary>F1 of all arguments, the predicates given.</summary>
    public const string Metric = "f1/given-predicates";

    private const int BatchSize = 32;

    /// <summary>Asks a model for the roles in every true predicate of a split.</summary>
    /// <param name="modelDirectory">The model.</param>
    /// <param name="path">The split in canonical form.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static RoleEvaluation Judge(string modelDirectory, string path, CancellationToken cancellationToken)
    {
        using RoleLabeler labeler = RoleLabeler.Load(modelDirectory, new InferenceOptions("cpu", Precision.Fp32));
        SemanticRoleExample[] examples = [.. CanonicalDataset.ReadSemanticRoles(path)];
        EncodedSentence[] sentences = [.. examples.Select(example => labeler.Encode(example.Words))];
        List<PredicateFrame>[] predicted = [.. examples.Select(_ => new List<PredicateFrame>())];
        var asked = examples
            .SelectMany((example, index) => example.Verbs.Select(verb => (Sentence: index, verb.Index, Marked: sentences[index].Mark(verb.Index))))
            .ToArray();
        foreach (var batch in asked.Where(question => question.Marked is not null).OrderBy(question => question.Marked!.Sequences.Max(sequence => sequence.Ids.Length)).Chunk(BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            float[][] scores = labeler.Compute([.. batch.SelectMany(question => question.Marked!.Sequences)]);
            int next = 0;
            foreach (var question in batch)
            {
                int end = next + question.Marked!.Sequences.Count;
                predicted[question.Sentence].Add(new PredicateFrame(question.Index, labeler.Tags(sentences[question.Sentence], question.Marked, scores[next..end])));
                next = end;
            }
        }

        // Of a predicate beyond what the network reads nothing was said: its roles are missed.
        return RoleMetrics.Compute([.. examples.Select(example => example.Verbs)], predicted);
    }
}
