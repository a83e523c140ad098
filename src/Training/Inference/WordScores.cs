using Hone.Training.Architectures;
using Hone.Training.Tokenization;
using static TorchSharp.torch;

namespace Hone.Training.Inference;

/// <summary>Asks a token classifier about the tokens that sequences name.</summary>
internal static class WordScores
{
    /// <summary>
    /// The fp32 scores of every label at those tokens, one behind the other, and behind them, where the network tells senses and one of the tokens is the
    /// predicate's, those of every sense: <c>[batch][tokens · labels (+ senses)]</c>.
    /// </summary>
    public static float[][] Compute(TokenClassificationModel model, IReadOnlyList<EncodedSequence> batch, Device device)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable inference = inference_mode();
        using SortedSequences sorted = new(batch, device);
        EncodedSequence[] sequences = [.. sorted.Order.Select(index => batch[index])];
        List<long> rows = [];
        List<long> predicates = [];
        long start = 0;
        foreach (EncodedSequence sequence in sequences)
        {
            rows.AddRange(sequence.Rows.Select(row => start + row));
            predicates.AddRange(PredicateIn(sequence, model).Select(row => start + row));
            start += sequence.Ids.Length;
        }

        Tensor places = tensor(rows, device: device);
        (Tensor scores, Tensor? senses) = predicates.Count == 0 ? (model.forward(sorted.Packed, places), null) : model.forward(sorted.Packed, places, tensor(predicates, device: device));
        ReadOnlyMemory<float> ofWords = Read(scores);
        ReadOnlyMemory<float> ofSenses = senses is null ? default : Read(senses);
        int labels = (int)scores.shape[1];
        int width = (int)(senses?.shape[1] ?? 0);
        float[][] results = new float[sequences.Length][];
        for (int i = 0; i < results.Length; i++)
        {
            int words = sequences[i].Rows.Count * labels;
            int told = PredicateIn(sequences[i], model).Length * width;
            results[i] = [.. ofWords.Span[..words], .. ofSenses.Span[..told]];
            (ofWords, ofSenses) = (ofWords[words..], ofSenses[told..]);
        }

        return sorted.Restore(results);

        static float[] Read(Tensor scores) => scores.to_type(ScalarType.Float32).cpu().data<float>().ToArray();
    }

    /// <summary>The first token of the predicate, where it is one of those asked about and the network tells senses.</summary>
    private static int[] PredicateIn(EncodedSequence sequence, TokenClassificationModel model) =>
        model.HasSenses && sequence.TokenTypes is { } kinds ? [.. sequence.Rows.Where(row => kinds[row] == 1).Take(1)] : [];
}
