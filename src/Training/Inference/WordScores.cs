using Hone.Training.Architectures;
using Hone.Training.Tokenization;
using static TorchSharp.torch;

namespace Hone.Training.Inference;

/// <summary>Asks a token classifier about the tokens that sequences name.</summary>
internal static class WordScores
{
    /// <summary>The fp32 scores of every label at those tokens, one behind the other: <c>[batch][tokens · labels]</c>.</summary>
    public static float[][] Compute(TokenClassificationModel model, IReadOnlyList<EncodedSequence> batch, Device device)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable inference = inference_mode();
        using SortedSequences sorted = new(batch, device);
        EncodedSequence[] sequences = [.. sorted.Order.Select(index => batch[index])];
        List<long> rows = [];
        long start = 0;
        foreach (EncodedSequence sequence in sequences)
        {
            rows.AddRange(sequence.Rows.Select(row => start + row));
            start += sequence.Ids.Length;
        }

        Tensor scores = model.forward(sorted.Packed, tensor(rows, device: device)).to_type(ScalarType.Float32).cpu();
        int labels = (int)scores.shape[1];
        float[] values = scores.data<float>().ToArray();
        float[][] results = new float[sequences.Length][];
        int next = 0;
        for (int i = 0; i < results.Length; i++)
        {
            int length = sequences[i].Rows.Count * labels;
            results[i] = values[next..(next + length)];
            next += length;
        }

        return sorted.Restore(results);
    }
}
