using System.Diagnostics;
using Hone.Api.Models;
using Hone.Api.Serving;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Inference;
using Hone.Training.Tokenization;

namespace Hone.Api.Predictions;

/// <summary>Asks a model for the roles in sentences: first for their predicates, unless these are given, and then once for each predicate.</summary>
internal sealed class RolePredictor(ResidentModels residents, BatchPredictions batches)
{
    /// <summary>Labels every sentence.</summary>
    /// <exception cref="RefusalException">A given predicate is no word that the model reads, or there is no room for the model or the inputs.</exception>
    public async Task<IResult> PredictAsync(
        ResolvedVersion resolved,
        IReadOnlyList<PredictionInput> inputs,
        IHeaderDictionary headers,
        CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        using ModelLease lease = await residents.LeaseAsync(resolved.Version, TaskKind.SemanticRoleLabeling, cancellationToken);
        ResidentPredictor resident = (ResidentPredictor)lease.Model;
        RoleLabeler labeler = (RoleLabeler)resident.Predictor;
        TimeSpan loading = Stopwatch.GetElapsedTime(start);

        start = Stopwatch.GetTimestamp();
        EncodedSentence[] sentences = [.. inputs.Select(input => labeler.Encode(input.Words ?? RoleLabeler.Words(input.Text)))];
        Check(inputs, sentences);
        int[] asked = [.. Enumerable.Range(0, inputs.Count).Where(index => inputs[index].Predicates is null && sentences[index].Window.Words.Length > 0)];
        IReadOnlyList<float[]> found = await batches.ComputeAsync(resident, [.. asked.Select(index => sentences[index].Sequence)], cancellationToken);
        IReadOnlyList<int>[] predicates = [.. inputs.Select(input => input.Predicates ?? [])];
        foreach ((int index, float[] scores) in asked.Zip(found))
        {
            predicates[index] = labeler.Predicates(sentences[index], scores);
        }

        (int Sentence, int Predicate)[] pairs = [.. predicates.Index().SelectMany(sentence => sentence.Item.Order().Select(predicate => (sentence.Index, predicate)))];
        EncodedSequence[] marked = [.. pairs.Select(pair => sentences[pair.Sentence].Mark(pair.Predicate)!)];
        IReadOnlyList<float[]> roles = await batches.ComputeAsync(resident, marked, cancellationToken);
        ILookup<int, VerbPrediction> verbs = pairs
            .Zip(roles, (pair, scores) => (pair.Sentence, Verb: VerbPrediction.Of(sentences[pair.Sentence].Words, pair.Predicate, labeler.Tags(sentences[pair.Sentence], scores))))
            .ToLookup(pair => pair.Sentence, pair => pair.Verb);
        ServerTiming.Write(headers, ("load", loading), ("inference", Stopwatch.GetElapsedTime(start)));
        return TypedResults.Ok(new PredictionResponse<RolePrediction>
        {
            Model = resolved.Model.Name,
            Version = resolved.Version.Number,
            Task = TaskKind.SemanticRoleLabeling,
            Predictions = [.. sentences.Select((sentence, index) => new RolePrediction(sentence.Words, [.. verbs[index]]))],
            Usage = new PredictionUsage(
                inputs.Count,
                asked.Sum(index => sentences[index].Window.Ids.Length) + marked.Sum(sequence => sequence.Ids.Length),
                sentences.Count(sentence => sentence.Sequence.Truncated)),
        });
    }

    /// <summary>Refuses predicates that are no words the model reads.</summary>
    private static void Check(IReadOnlyList<PredictionInput> inputs, EncodedSentence[] sentences)
    {
        ProblemList problems = new();
        problems.AddRange(inputs.Zip(sentences).SelectMany(pair => (pair.First.Predicates ?? []).Index()
            .Where(predicate => !pair.Second.Window.Words.Contains(predicate.Item))
            .Select(predicate =>
            {
                string field = $"{pair.First.Field}.predicates[{predicate.Index}]";
                return new Problem(ProblemCodes.PredicateOutsideSentence, $"'{field}' is {predicate.Item}, which is no word of the sentence that the model reads.") { Field = field };
            })));
        problems.ThrowIfAny();
    }
}
