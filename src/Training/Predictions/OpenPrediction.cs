using Hone.Training.Tokenization;

namespace Hone.Training.Predictions;

/// <summary>
/// A prediction in the making: sequences that a network is to compute, in one pass or several, until there is an answer. Who computes them, when and
/// together with what is up to the holder. One thread at a time.
/// </summary>
public sealed class OpenPrediction
{
    private float[][] results = [];
    private int missing;
    private Action<float[][]>? next;

    /// <summary>What is to be computed now; none once there is an answer.</summary>
    public IReadOnlyList<EncodedSequence> Sequences { get; private set; } = [];

    /// <summary>The answer, in the shape of its task; null until everything is computed.</summary>
    public object? Answer { get; private set; }

    /// <summary>Tokens of all sequences so far.</summary>
    public int Tokens { get; private set; }

    /// <summary>Whether the input was cut off because it is longer than the network reads.</summary>
    public bool Truncated { get; private set; }

    /// <summary>Takes what the network says about a sequence. The last one of a pass opens the next pass, or gives the answer.</summary>
    /// <param name="index">The sequence's place in <see cref="Sequences"/>.</param>
    /// <param name="result">What the network says.</param>
    public void Take(int index, float[] result)
    {
        results[index] = result;
        if (--missing == 0)
        {
            GoOn(results);
        }
    }

    /// <summary>A prediction that takes one pass.</summary>
    internal static OpenPrediction Of(IReadOnlyList<EncodedSequence> sequences, Func<float[][], object> decode)
    {
        OpenPrediction prediction = new();
        prediction.Ask(sequences, results => prediction.Finish(decode(results)));
        return prediction;
    }

    /// <summary>Begins a pass.</summary>
    internal void Ask(IReadOnlyList<EncodedSequence> sequences, Action<float[][]> then)
    {
        (Sequences, results, missing, next) = (sequences, new float[sequences.Count][], sequences.Count, then);
        Tokens += sequences.Sum(sequence => sequence.Ids.Length);
        Truncated |= sequences.Any(sequence => sequence.Truncated);
        if (missing == 0)
        {
            GoOn([]);
        }
    }

    /// <summary>Gives the answer.</summary>
    internal void Finish(object answer) => Answer = answer;

    private void GoOn(float[][] whole)
    {
        Action<float[][]> then = next!;
        (Sequences, results, next) = ([], [], null);
        then(whole);
    }
}
