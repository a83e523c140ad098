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
        using PackedSequences sequences = batch.Pack(device);
        using Tensor places = tensor(Places(batch, window => window.Rows), device: device);
        return model.forward(sequences, places).to_type(ScalarType.Float32);
    }

    /// <summary>The same, and the fp32 scores of every sense for each window that asks for its predicate's, <c>[asked, senses]</c>; null where none does.</summary>
    public static (Tensor Labels, Tensor? Senses) ScoreWithSenses(this TokenClassificationModel model, ExampleBatch<TaggedWindow> batch, Device device)
    {
        long[] asked = Places(batch, window => window.Sense is null ? [] : [window.Sense.Row]);
        if (asked.Length == 0)
        {
            return (Score(model, batch, device), null);
        }

        using PackedSequences sequences = batch.Pack(device);
        using Tensor places = tensor(Places(batch, window => window.Rows), device: device);
        using Tensor predicates = tensor(asked, device: device);
        (Tensor labels, Tensor senses) = model.forward(sequences, places, predicates);
        return (labels.to_type(ScalarType.Float32), senses.to_type(ScalarType.Float32));
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

    /// <summary>Places in the windows of a batch as places among all its tokens.</summary>
    private static long[] Places(ExampleBatch<TaggedWindow> batch, Func<TaggedWindow, int[]> placesIn)
    {
        long start = 0;
        List<long> places = [];
        foreach (TaggedWindow window in batch.Examples)
        {
            places.AddRange(placesIn(window).Select(place => start + place));
            start += window.Ids.Length;
        }

        return [.. places];
    }
}
