using Hone.Benchmarks.Peers;
using Hone.Training.Tokenization;
using Microsoft.ML.OnnxRuntime;

namespace Hone.Benchmarks.Speed.Serving;

/// <summary>The same classifier in ONNX Runtime, in fp32, in this process: padded batches with a mask.</summary>
internal sealed class OnnxClassifier : IDisposable
{
    /// <summary>What it is called in tables.</summary>
    public const string Name = "ONNX Runtime 1.31.1, fp32";

    private static readonly string[] InputNames = ["ids", "mask"];
    private static readonly string[] OutputNames = ["logits"];

    private readonly InferenceSession session;
    private readonly RunOptions run = new();

    private OnnxClassifier(InferenceSession session) => this.session = session;

    /// <summary>Exports a model directory by PyTorch and loads the graph.</summary>
    /// <param name="root">The root file system that has PyTorch.</param>
    /// <param name="directory">The model directory.</param>
    /// <param name="size">The sizes of the model.</param>
    /// <param name="threads">Threads to compute with.</param>
    public static OnnxClassifier Export(string root, string directory, ClassifierSize size, int threads)
    {
        using PythonPeer peer = new(root, "classifier_onnx.py", threads);
        File.Copy(Path.Combine(directory, "model.safetensors"), Path.Combine(peer.Folder, "model.safetensors"));
        peer.Ask(new { weights = $"{peer.Inside}/model.safetensors", graph = $"{peer.Inside}/model.onnx", layers = size.Layers, heads = size.Heads });
        using SessionOptions options = new()
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
        };

        // Its threads spin between two runs unless told not to, and would take the processor from whoever's turn it is. While one runs they spin.
        options.AddSessionConfigEntry("session.force_spinning_stop", "1");
        return new OnnxClassifier(new InferenceSession(Path.Combine(peer.Folder, "model.onnx"), options));
    }

    /// <summary>The logits of a padded batch, <c>[batch, labels]</c> row by row.</summary>
    public float[] Compute(IReadOnlyList<EncodedSequence> batch)
    {
        int length = batch.Max(sequence => sequence.Ids.Length);
        long[] ids = new long[batch.Count * length];
        float[] mask = new float[ids.Length];
        for (int i = 0; i < batch.Count; i++)
        {
            for (int j = 0; j < batch[i].Ids.Length; j++)
            {
                ids[(i * length) + j] = batch[i].Ids[j];
                mask[(i * length) + j] = 1;
            }
        }

        long[] shape = [batch.Count, length];
        using OrtValue idsValue = OrtValue.CreateTensorValueFromMemory(ids, shape);
        using OrtValue maskValue = OrtValue.CreateTensorValueFromMemory(mask, shape);
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, InputNames, [idsValue, maskValue], OutputNames);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        run.Dispose();
        session.Dispose();
    }
}
