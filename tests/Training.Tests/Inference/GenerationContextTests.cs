using Hone.Training.Architectures;
using Hone.Training.Inference;
using Hone.Training.Tests.Architectures;
using static TorchSharp.torch;

namespace Hone.Training.Tests.Inference;

public sealed class GenerationContextTests
{
    private const int MaxLength = 24;

    private static readonly DecoderConfiguration Small = new() { VocabularySize = 50, Hidden = 16, Layers = 2, Heads = 2, MaxLength = MaxLength, Dropout = 0 };

    [Fact]
    public void Predict_EqualsReadingTheTextAnew_AsLongAsItFits()
    {
        using DecoderLanguageModel model = Model();
        using GenerationContext context = new(model, CPU, forbidden: [], [3, 1, 4]);
        List<int> text = [3, 1, 4];
        for (int token = 5; text.Count < MaxLength; token++)
        {
            AssertClose(Anew(model, text), context.Predict()[0]);
            context.Append([(0, token)]);
            text.Add(token);
        }
    }

    [Fact]
    public void Predict_ForgetsTheOlderHalf_WhenTheTextFitsNoMore()
    {
        using DecoderLanguageModel model = Model();
        List<int> text = [.. Enumerable.Range(0, MaxLength)];
        using GenerationContext context = new(model, CPU, forbidden: [], text);
        context.Predict();
        for (int token = 30; token < 30 + MaxLength; token++)
        {
            context.Append([(0, token % 50)]);
            text.Add(token % 50);
            int kept = (MaxLength / 2) + ((text.Count - MaxLength - 1) % ((MaxLength / 2) + 1));
            AssertClose(Anew(model, text[^kept..]), context.Predict()[0]);
        }
    }

    [Fact]
    public void Append_GoesOnFromAnyOfTheTexts()
    {
        using DecoderLanguageModel model = Model();
        using GenerationContext context = new(model, CPU, forbidden: [], [7]);
        context.Predict();
        context.Append([(0, 1), (0, 2), (0, 3)]);
        context.Predict();
        context.Append([(2, 4), (0, 5)]);

        float[][] next = context.Predict();

        AssertClose(Anew(model, [7, 3, 4]), next[0]);
        AssertClose(Anew(model, [7, 1, 5]), next[1]);
    }

    [Fact]
    public void Predict_RulesOutWhatIsForbidden()
    {
        using DecoderLanguageModel model = Model();
        using GenerationContext context = new(model, CPU, forbidden: [0, 9], [7]);

        Assert.Equal([0, 9], context.Predict()[0].Index().Where(logit => float.IsNegativeInfinity(logit.Item)).Select(logit => logit.Index));
    }

    private static DecoderLanguageModel Model()
    {
        DecoderLanguageModel model = new(Small);
        model.eval();
        return model;
    }

    private static float[] Anew(DecoderLanguageModel model, List<int> text)
    {
        using IDisposable noGrad = no_grad();
        using PackedSequences packed = SampleSequences.Pack([[.. text]]);
        return model.forward(packed, tensor([text.Count - 1L]))[0].data<float>().ToArray();
    }

    private static void AssertClose(float[] expected, float[] actual) => Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
}
