using Hone.Training.Architectures;
using static TorchSharp.torch;

namespace Hone.Training.Inference;

/// <summary>
/// The tokens of texts that are generated side by side, and what the network remembers of them. When a network can read no more, the older
/// half of its context is forgotten and the newer half read again.
/// </summary>
/// <param name="model">The network.</param>
/// <param name="device">Where it is.</param>
/// <param name="forbidden">Tokens that never come.</param>
/// <param name="prompt">The tokens that all texts begin with; at least one.</param>
internal sealed class GenerationContext(IGenerativeModel model, Device device, IReadOnlyList<int> forbidden, IReadOnlyList<int> prompt) : IDisposable
{
    private GenerationState state = model.CreateState();
    private List<int>[] texts = [[.. prompt]];
    private int forgotten;

    /// <summary>The tokens of each text, prompt included.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Texts => texts;

    /// <summary>The logits of what comes next in each text, <c>[texts][vocabulary]</c>.</summary>
    public float[][] Predict()
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable inference = inference_mode();
        int unread = texts[0].Count - state.Length - forgotten;
        if (model.ContextLength is { } limit && state.Length + unread > limit)
        {
            int kept = Math.Max(1, limit / 2);
            forgotten = texts[0].Count - kept;
            unread = kept;
            state.Dispose();
            state = model.CreateState();
        }

        long[,] tokens = new long[texts.Length, unread];
        for (int text = 0; text < texts.Length; text++)
        {
            for (int i = 0; i < unread; i++)
            {
                tokens[text, i] = texts[text][texts[text].Count - unread + i];
            }
        }

        Tensor logits = model.Read(tensor(tokens, device: device), state).to_type(ScalarType.Float32).cpu();
        float[] flat = logits.data<float>().ToArray();
        int vocabulary = flat.Length / texts.Length;
        for (int first = 0; first < flat.Length; first += vocabulary)
        {
            foreach (int id in forbidden)
            {
                flat[first + id] = float.NegativeInfinity;
            }
        }

        return [.. Enumerable.Range(0, texts.Length).Select(text => flat[(text * vocabulary)..((text + 1) * vocabulary)])];
    }

    /// <summary>Goes on from some of the texts with a token each.</summary>
    /// <param name="chosen">The number of the text to go on from, and the token to add to it, for each text from now on.</param>
    public void Append(IReadOnlyList<(int Text, int Token)> chosen)
    {
        bool same = chosen.Count == texts.Length && chosen.Index().All(choice => choice.Item.Text == choice.Index);
        if (!same)
        {
            using IDisposable scope = NewDisposeScope();
            using IDisposable inference = inference_mode();
            state.Select(tensor(chosen.Select(choice => (long)choice.Text).ToArray(), device: device));
        }

        texts = same
            ? texts
            : [.. chosen.Select(choice => new List<int>(texts[choice.Text]))];
        for (int text = 0; text < texts.Length; text++)
        {
            texts[text].Add(chosen[text].Token);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => state.Dispose();
}
