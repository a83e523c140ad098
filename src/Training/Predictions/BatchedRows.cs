using Hone.Domain.Predictions;
using Hone.Domain.Problems;
using Hone.Training.Inference;
using Hone.Training.Tokenization;

namespace Hone.Training.Predictions;

/// <summary>Predicts with a network that computes in batches: the sequences of all inputs, the longest first, in batches of a number of tokens.</summary>
/// <param name="network">The network; disposed with this.</param>
/// <param name="parameters">How predictions are to be given.</param>
/// <param name="batchTokens">The most tokens of a batch; a single sequence may have more.</param>
internal sealed class BatchedRows(IBatchPredictor network, PredictionParameters parameters, int batchTokens) : IRowPredictor
{
    private readonly TaskPredictor predictor = TaskPredictor.Of(network, parameters);

    /// <inheritdoc/>
    public int MostRows => int.MaxValue;

    /// <inheritdoc/>
    public void Predict(IReadOnlyList<PredictionInput> inputs, Action<int, RowAnswer> answered, CancellationToken cancellationToken)
    {
        Dictionary<int, OpenPrediction> open = [];
        for (int row = 0; row < inputs.Count; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Begin(row);
        }

        while (open.Count > 0)
        {
            Asked[] asked =
            [
                .. open.SelectMany(entry => entry.Value.Sequences.Select((sequence, index) => new Asked(entry.Key, index, sequence)))
                    .OrderByDescending(sequence => sequence.Sequence.Ids.Length)
                    .ThenBy(sequence => sequence.Row)
                    .ThenBy(sequence => sequence.Index),
            ];
            foreach (Asked[] batch in Batches(asked))
            {
                cancellationToken.ThrowIfCancellationRequested();
                float[][] results = network.Compute([.. batch.Select(sequence => sequence.Sequence)]);
                foreach ((Asked sequence, float[] result) in batch.Zip(results))
                {
                    open[sequence.Row].Take(sequence.Index, result);
                    GiveIfAnswered(sequence.Row);
                }
            }
        }

        void Begin(int row)
        {
            try
            {
                open[row] = predictor.Begin(inputs[row]);
                GiveIfAnswered(row);
            }
            catch (RefusalException refusal)
            {
                answered(row, new RowAnswer(null, RowProblem.Of(refusal)));
            }
        }

        void GiveIfAnswered(int row)
        {
            if (open[row] is { Answer: { } answer } prediction)
            {
                open.Remove(row);
                answered(row, new RowAnswer(answer, Tokens: prediction.Tokens, Truncated: prediction.Truncated));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => network.Dispose();

    private IEnumerable<Asked[]> Batches(Asked[] asked)
    {
        for (int start = 0; start < asked.Length;)
        {
            int end = start;
            long tokens = 0;
            while (end < asked.Length && (end == start || tokens + asked[end].Sequence.Ids.Length <= batchTokens))
            {
                tokens += asked[end++].Sequence.Ids.Length;
            }

            yield return asked[start..end];
            start = end;
        }
    }

    /// <summary>A sequence of a row that is to be computed.</summary>
    private readonly record struct Asked(int Row, int Index, EncodedSequence Sequence);
}
