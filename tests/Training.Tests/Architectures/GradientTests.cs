using Hone.Domain.Jobs.Specifications;
using Hone.Training.Architectures;
using Hone.Training.Architectures.Layouts;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hone.Training.Tests.Architectures;

/// <summary>Backward passes against central differences in double precision.</summary>
public sealed class GradientTests
{
    private const int Vocabulary = 6;
    private const int Hidden = 4;
    private const double Step = 1e-5;
    private const double Tolerance = 1e-7;

    private static readonly EncoderConfiguration Encoder = new()
    {
        VocabularySize = Vocabulary,
        Hidden = Hidden,
        Layers = 1,
        Heads = 2,
        Intermediate = 8,
        MaxLength = 6,
        Dropout = 0,
    };

    private static readonly DecoderConfiguration Decoder = new()
    {
        VocabularySize = Vocabulary,
        Hidden = Hidden,
        Layers = 1,
        Heads = 2,
        MaxLength = 6,
        Dropout = 0,
    };

    private static readonly RecurrentConfiguration Recurrent = new()
    {
        Cell = RecurrentCell.Tanh,
        VocabularySize = Vocabulary,
        Embedding = Hidden,
        Hidden = Hidden,
        Layers = 2,
        MaxLength = 6,
        Bidirectional = true,
    };

    private static readonly Dictionary<string, Func<Network>> Networks = new()
    {
        ["embedding"] = () => OfLayer(nn.Embedding(Vocabulary, Hidden), (words, rows) => words.LookUp(rows)),
        ["linear"] = () => OnEmbeddings(nn.Linear(Hidden, 3), (layer, states) => layer.forward(states)),
        ["layer norm"] = () => OnEmbeddings(nn.LayerNorm(Hidden), (layer, states) => layer.Normalize(states)),
        ["encoder layer"] = () => OnEmbeddings(new EncoderLayer(Encoder), (layer, states) => layer.forward(states, SampleSequences.Pack([[1, 0], [1, 4, 5]]))),
        ["encoder layer that normalises first"] = () => OnEmbeddings(
            new EncoderLayer(Encoder with { Layout = EncoderLayouts.RobertaPreLayerNorm }),
            (layer, states) => layer.forward(states, SampleSequences.Pack([[1, 0], [1, 4, 5]]))),
        ["decoder layer"] = () => OnEmbeddings(new DecoderLayer(Decoder), (layer, states) => layer.forward(states, SampleSequences.Pack([[1, 0], [1, 4, 5]]))),
        ["tanh"] = () => OfCell(RecurrentCell.Tanh),
        ["relu"] = () => OfCell(RecurrentCell.Relu),
        ["lstm"] = () => OfCell(RecurrentCell.Lstm),
        ["gru"] = () => OfCell(RecurrentCell.Gru),
        ["text classifier"] = () => OfTask(new TextClassificationModel(new Encoder(Encoder), labels: 3, Pooling.Cls)),
        ["text classifier on the mean"] = () => OfTask(new TextClassificationModel(new Encoder(Encoder), labels: 3, Pooling.Mean)),
        ["text classifier on a recurrent network"] = () => OfTask(new TextClassificationModel(new RecurrentNetwork(Recurrent with { TokenTypes = 2 }), labels: 3, Pooling.Mean)),
        ["token classifier"] = () => OfTask(new TokenClassificationModel(new Encoder(Encoder), labels: 3, hasTransitions: false)),
        ["token classifier with senses"] = () => OfSenses(new TokenClassificationModel(new Encoder(Encoder), labels: 3, hasTransitions: false, senses: 4)),
        ["token classifier with transitions"] = () => OfCrf(new TokenClassificationModel(new Decoder(Decoder), labels: 3, hasTransitions: true)),
        ["sentence embedding"] = () => OfTask(new SentenceEmbeddingModel(new RecurrentNetwork(Recurrent))),
        ["low-rank updates"] = () => OfTask(Adapted(new TextClassificationModel(new Encoder(Encoder), labels: 3, Pooling.Mean))),
        ["low-rank updates of a recurrent network"] = () => OfTask(Adapted(new TextClassificationModel(new RecurrentNetwork(Recurrent), labels: 3, Pooling.Mean))),
        ["masked language model"] = () => OfLanguageModel(new MaskedLanguageModel(Encoder), rows: [0, 4]),
        ["masked language model that normalises first"] =
            () => OfLanguageModel(new MaskedLanguageModel(Encoder with { Layout = EncoderLayouts.RobertaPreLayerNorm }), rows: [0, 4]),
        ["decoder language model"] = () => OfLanguageModel(new DecoderLanguageModel(Decoder), rows: [0, 2, 3]),
        ["recurrent language model"] = () => OfLanguageModel(new RecurrentLanguageModel(Recurrent), rows: [0, 1, 3, 5, 8, 9]),
        ["recurrent language model with an output of its own"] =
            () => OfLanguageModel(new RecurrentLanguageModel(Recurrent with { Embedding = 3 }), rows: [0, 9]),
    };

    public static TheoryData<string> Names => [.. Networks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Backward_AgreesWithCentralDifferences(string name)
    {
        using IDisposable scope = NewDisposeScope();
        (nn.Module[] modules, Func<Tensor> output) = Networks[name]();
        Parameter[] parameters = [.. modules.SelectMany(module => module.to(ScalarType.Float64).parameters())];
        using (no_grad())
        {
            for (int i = 0; i < parameters.Length; i++)
            {
                parameters[i].copy_(Waves(parameters[i].shape, phase: i).mul(0.7));
            }
        }

        Loss().backward();

        // One direction in the space of each parameter: a wrong element shows unless it is by chance at a right angle to it.
        for (int i = 0; i < parameters.Length; i++)
        {
            using IDisposable noGrad = no_grad();
            Tensor direction = Waves(parameters[i].shape, phase: 100 + i);
            double expected = (Moved(parameters[i], direction, Step) - Moved(parameters[i], direction, -Step)) / (2 * Step);
            double actual = (parameters[i].grad! * direction).sum().item<double>();
            Assert.Equal(expected, actual, Tolerance * (1 + Math.Abs(expected)));
        }

        Assert.Contains(parameters, parameter => parameter.grad!.abs().max().item<double>() > 0.01);

        // Not a plain sum, which would not tell rows or columns apart, and is the same for whatever is normalised.
        Tensor Loss()
        {
            Tensor result = output();
            return (result * Waves(result.shape, phase: -1)).sum() + result.square().sum();
        }

        double Moved(Parameter parameter, Tensor direction, double distance)
        {
            using Tensor before = parameter.clone();
            parameter.add_(direction, distance);
            double loss = Loss().item<double>();
            parameter.copy_(before);
            return loss;
        }
    }

    /// <summary>Numbers between -1 and 1 without a pattern, always the same.</summary>
    private static Tensor Waves(long[] shape, int phase) =>
        (arange(shape.Aggregate(1L, (x, y) => x * y), dtype: ScalarType.Float64) * 2.39996 + (0.71 * phase)).sin().view(shape);

    private static Network OfLayer<TLayer>(TLayer layer, Func<TLayer, Tensor, Tensor> forward)
        where TLayer : nn.Module =>
        new([layer], () => forward(layer, tensor([1L, 0L, 1L, 4L, 5L])));

    private static Network OnEmbeddings<TLayer>(TLayer layer, Func<TLayer, Tensor, Tensor> forward)
        where TLayer : nn.Module
    {
        Embedding words = nn.Embedding(Vocabulary, Hidden);
        return new([words, layer], () => forward(layer, words.LookUp(tensor([1L, 0L, 1L, 4L, 5L]))));
    }

    /// <summary>Both ways in which cells read: sequences of one length, and of several.</summary>
    private static Network OfCell(RecurrentCell cell)
    {
        RecurrentNetwork network = new(Recurrent with { Cell = cell });
        return new(
            [network],
            () => cat([network.forward(SampleSequences.Pack([[1, 2, 3], [4, 0, 1]])), network.forward(SampleSequences.Pack([[5, 1], [2], [3, 3, 0, 4]]))], 0));
    }

    private static Network OfLanguageModel(LanguageModel model, long[] rows) =>
        new([model], () => nn.functional.log_softmax(model.forward(SampleSequences.Pack([[1, 2], [3, 4, 1]]), tensor(rows)), -1));

    private static Network OfTask(TaskModel model) =>
        new([model], () => model.forward(new PackedSequences([1, 2, 3, 4, 1], [2, 3], CPU, [0, 1, 0, 0, 1])));

    private static Network OfCrf(TokenClassificationModel model) => new(
        [model],
        () => model.Crf!.LogLikelihood(model.forward(SampleSequences.Pack([[1, 2], [3, 4, 1]])), tensor([0L, 2L, 1L, 1L, 0L]), [2, 3]));

    private static Network OfSenses(TokenClassificationModel model) => new(
        [model],
        () =>
        {
            (Tensor labels, Tensor senses) = model.forward(SampleSequences.Pack([[1, 2], [3, 4, 1]]), tensor([0L, 1L, 3L]), tensor([1L, 4L]));
            return cat([labels.flatten(), senses.flatten()], 0);
        });

    private static TextClassificationModel Adapted(TextClassificationModel model)
    {
        foreach (IAdaptable layer in model.modules().OfType<IAdaptable>())
        {
            layer.Adapt(new LowRankOptions(["query", "value", "output", "input", "state"], Rank: 2, Alpha: 3, Dropout: 0));
        }

        return model;
    }

    private sealed record Network(nn.Module[] Modules, Func<Tensor> Output);
}
