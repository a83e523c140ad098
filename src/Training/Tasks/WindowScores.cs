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

    /// <summary>The scores of the words of every window, in the order of the windows: <c>[windows][words · labels]</c>.</summary>
    public static float[][] Score(this TokenClassificationModel model, ExampleSet<TaggedWindow> windows, Device device, CancellationToken cancellationToken)
    {
        using IDisposable noGrad = no_grad();
        float[][] scores = new float[windows.Count][];
        int next = 0;
        foreach (ExampleBatch<TaggedWindow> batch in windows.Sorted(out int[] positions))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using IDisposable scope = NewDisposeScope();
            Tensor emissions = model.Score(batch, device);
            int labels = (int)emissions.shape[1];
            ReadOnlySpan<float> values = emissions.cpu().data<float>().ToArray();
            foreach (TaggedWindow window in batch.Examples)
            {
                scores[positions[next++]] = values[..(window.Rows.Length * labels)].ToArray();
                values = values[(window.Rows.Length * labels)..];
            }
        }

        return scores;
    }
}
