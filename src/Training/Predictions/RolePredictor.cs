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
        OpenPrediction prediction = new() { Truncated = sentence.Sequence.Truncated };
        if (input.Predicates is { } given)
        {
            AskRoles(prediction, sentence, given);
        }
        else if (sentence.Window.Words.Length == 0)
        {
            AskRoles(prediction, sentence, []);
        }
        else
        {
            prediction.Ask([sentence.Sequence], results => AskRoles(prediction, sentence, labeler.Predicates(sentence, results[0])));
        }

        return prediction;
    }

    private void AskRoles(OpenPrediction prediction, EncodedSentence sentence, IReadOnlyList<int> predicates)
    {
        int[] ordered = [.. predicates.Order()];
        prediction.Ask(
            [.. ordered.Select(predicate => sentence.Mark(predicate)!)],
            results => prediction.Finish(new RolePrediction(
                sentence.Words,
                [.. ordered.Zip(results, (predicate, scores) => VerbPrediction.Of(sentence.Words, predicate, labeler.Tags(sentence, scores)))])));
    }

    /// <summary>Refuses predicates that are no words the model reads.</summary>
    private static void Check(PredictionInput input, EncodedSentence sentence)
    {
        ProblemList problems = new();
        problems.AddRange((input.Predicates ?? []).Index()
            .Where(predicate => !sentence.Window.Words.Contains(predicate.Item))
            .Select(predicate =>
            {
                string field = input.FieldOf($"predicates[{predicate.Index}]");
                return new Problem(ProblemCodes.PredicateOutsideSentence, $"'{field}' is {predicate.Item}, which is no word of the sentence that the model reads.") { Field = field };
            }));
        problems.ThrowIfAny();
    }
}
