using Hone.Training.Architectures;
using Hone.Training.Data;
using static TorchSharp.torch;

namespace Hone.Training.Tasks;

/// <summary>What a network says about the words of windows.</summary>
internal static class WindowScores
{
    /// <summary>The fp32 scores of every word of a batch, <c>[words, labels]</c>, window behind window.</summary>
    public static Tensor Score(this TokenClassificationModel model, ExampleBatch<TaggedWindow> batch, Device device)
    {
        long start = 0;
        List<long> rows = [];
        foreach (TaggedWindow window in batch.Examples)
        {
            rows.AddRange(window.Rows.Select(row => start + row));
            start += window.Ids.Length;
        }

        using PackedSequences sequences = batch.Pack(device);
        using Tensor places = tensor(rows, device: device);
        return model.forward(sequences, places).to_type(ScalarType.Float32);
    }

    /// <summary>The scores of the words of each window: <c>[windows][words · labels]</c>.</summary>
    /// <param name="scores">Those of all of them, <c>[words, labels]</c>.</param>
    /// <param name="windows">The windows.</param>
    public static IEnumerable<float[]> Divide(Tensor scores, IReadOnlyList<TaggedWindow> windows)
    {
        int labels = (int)scores.shape[1];
        float[] values = scores.cpu().data<float>().ToArray();
        int start = 0;
        foreach (TaggedWindow window in windows)
        {
            int length = window.Rows.Length * labels;
            yield return values[start..(start + length)];
            start += length;
        }
    }
}
