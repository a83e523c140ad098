using Hone.Domain.Problems;
using Hone.Training.Inference;

namespace Hone.Training.Predictions;

/// <summary>Labels the roles in a sentence, a <see cref="RolePrediction"/>: first finds its predicates, unless these are given, and then asks once for each.</summary>
internal sealed class RolePredictor(RoleLabeler labeler) : TaskPredictor
{
    /// <inheritdoc/>
    public override OpenPrediction Begin(PredictionInput input)
    {
        EncodedSentence sentence = labeler.Encode(input.Words ?? RoleLabeler.Words(input.Text));
        Check(input, sentence);
        OpenPrediction prediction = new();
        if (input.Predicates is { } given)
        {
            AskRoles(prediction, sentence, given);
        }
        else
        {
            prediction.Ask(sentence.Plain.Sequences, results => AskRoles(prediction, sentence, labeler.Predicates(sentence, results)));
        }

        return prediction;
    }

    private void AskRoles(OpenPrediction prediction, EncodedSentence sentence, IReadOnlyList<int> predicates)
    {
        (int Predicate, WordSequences Marked)[] asked = [.. predicates.Order().Select(predicate => (predicate, sentence.Mark(predicate)!))];
        prediction.Ask(
            [.. asked.SelectMany(pair => pair.Marked.Sequences)],
            results =>
            {
                List<VerbPrediction> verbs = [];
                int next = 0;
                foreach ((int predicate, WordSequences marked) in asked)
                {
                    float[][] scores = results[next..(next + marked.Sequences.Count)];
                    verbs.Add(VerbPrediction.Of(
                        sentence.Words, predicate, labeler.Sense(sentence, predicate, marked, scores), labeler.Tags(sentence, marked, scores)));
                    next += marked.Sequences.Count;
                }

                prediction.Finish(new RolePrediction(sentence.Words, verbs));
            });
    }

    /// <summary>Refuses predicates that are no words the model reads.</summary>
    private static void Check(PredictionInput input, EncodedSentence sentence)
    {
        ProblemList problems = new();
        problems.AddRange((input.Predicates ?? []).Index()
            .Where(predicate => !sentence.Tokens.Has(predicate.Item))
            .Select(predicate =>
            {
                string field = input.FieldOf($"predicates[{predicate.Index}]");
                return new Problem(ProblemCodes.PredicateOutsideSentence, $"'{field}' is {predicate.Item}, which is no word of the sentence that the model reads.") { Field = field };
            }));
        problems.ThrowIfAny();
    }
}
