namespace Hone.Training.Text;

/// <summary>One example of semantic role labelling, as a line of its canonical form: a sentence and all its predicates.</summary>
/// <param name="Words">The words; none is empty. <see cref="SentenceText"/> joins them.</param>
/// <param name="Verbs">The predicates in the order of their words; a word is a predicate once at most.</param>
public sealed record SemanticRoleExample(IReadOnlyList<string> Words, IReadOnlyList<PredicateFrame> Verbs);
