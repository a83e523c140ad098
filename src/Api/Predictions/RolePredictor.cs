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
        int[] asked = [.. Enumerable.Range(0, inputs.Count).Where(index => inputs[index].Predicates is null)];
        IReadOnlyList<float[]>[] found = await ComputeAsync(resident, [.. asked.Select(index => sentences[index].Plain)], cancellationToken);
        IReadOnlyList<int>[] predicates = [.. inputs.Select(input => input.Predicates ?? [])];
        foreach ((int index, IReadOnlyList<float[]> scores) in asked.Zip(found))
        {
            predicates[index] = labeler.Predicates(sentences[index], scores);
        }

        (int Sentence, int Predicate, WordSequences Marked)[] pairs =
            [.. predicates.Index().SelectMany(sentence => sentence.Item.Order().Select(predicate => (sentence.Index, predicate, sentences[sentence.Index].Mark(predicate)!)))];
        IReadOnlyList<float[]>[] roles = await ComputeAsync(resident, [.. pairs.Select(pair => pair.Marked)], cancellationToken);
        ILookup<int, VerbPrediction> verbs = pairs
            .Zip(roles, (pair, scores) => (pair.Sentence, Verb: VerbPrediction.Of(
                sentences[pair.Sentence].Words, pair.Predicate, labeler.Tags(sentences[pair.Sentence], pair.Marked, scores))))
            .ToLookup(pair => pair.Sentence, pair => pair.Verb);
        EncodedSequence[] computed = [.. asked.SelectMany(index => sentences[index].Plain.Sequences), .. pairs.SelectMany(pair => pair.Marked.Sequences)];
        ServerTiming.Write(headers, ("load", loading), ("inference", Stopwatch.GetElapsedTime(start)));
        return TypedResults.Ok(new PredictionResponse<RolePrediction>
        {
            Model = resolved.Model.Name,
            Version = resolved.Version.Number,
            Task = TaskKind.SemanticRoleLabeling,
            Predictions = [.. sentences.Select((sentence, index) => new RolePrediction(sentence.Words, [.. verbs[index]]))],
            Usage = new PredictionUsage(
                inputs.Count,
                computed.Sum(sequence => sequence.Ids.Length),
                pairs.Where(pair => pair.Marked.Sequences[0].Truncated).DistinctBy(pair => pair.Sentence).Count()),
        });
    }

    /// <summary>The scores of the sequences of each sentence.</summary>
    private async Task<IReadOnlyList<float[]>[]> ComputeAsync(ResidentPredictor resident, WordSequences[] sentences, CancellationToken cancellationToken)
    {
        IReadOnlyList<float[]> scores = await batches.ComputeAsync(resident, [.. sentences.SelectMany(sentence => sentence.Sequences)], cancellationToken);
        List<float[]>[] ofSentence = [.. sentences.Select(_ => new List<float[]>())];
        int next = 0;
        foreach ((int index, WordSequences sentence) in sentences.Index())
        {
            ofSentence[index].AddRange(scores.Skip(next).Take(sentence.Sequences.Count));
            next += sentence.Sequences.Count;
        }

        return ofSentence;
    }

    /// <summary>Refuses predicates that are no words the model reads.</summary>
    private static void Check(IReadOnlyList<PredictionInput> inputs, EncodedSentence[] sentences)
    {
        ProblemList problems = new();
        problems.AddRange(inputs.Zip(sentences).SelectMany(pair => (pair.First.Predicates ?? []).Index()
            .Where(predicate => !pair.Second.Tokens.Has(predicate.Item))
            .Select(predicate =>
            {
                string field = $"{pair.First.Field}.predicates[{predicate.Index}]";
                return new Problem(ProblemCodes.PredicateOutsideSentence, $"'{field}' is {predicate.Item}, which is no word of the sentence that the model reads.") { Field = field };
            })));
        problems.ThrowIfAny();
    }
}
