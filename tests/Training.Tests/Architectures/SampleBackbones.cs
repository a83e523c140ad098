using Hone.Domain.Jobs.Specifications;
using Hone.Training.Architectures;

namespace Hone.Training.Tests.Architectures;

/// <summary>Backbones of every family, small enough to test on.</summary>
internal static class SampleBackbones
{
    public static TheoryData<string> Names => ["encoder", "recurrent", "one direction", "decoder"];

    public static Backbone Create(string name, double dropout = 0, int tokenTypes = 0) => name switch
    {
        "encoder" => new Encoder(SampleSequences.Small with { Dropout = dropout }),
        "recurrent" => new RecurrentNetwork(Recurrent with { Dropout = dropout, TokenTypes = tokenTypes, Bidirectional = true }),
        "one direction" => new RecurrentNetwork(Recurrent with { Dropout = dropout, TokenTypes = tokenTypes }),
        "decoder" => new Decoder(new DecoderConfiguration
        {
            VocabularySize = SampleSequences.Small.VocabularySize,
            Hidden = 16,
            Layers = 2,
            Heads = 2,
            MaxLength = SampleSequences.Small.MaxLength,
            Dropout = dropout,
        }),
        _ => throw new ArgumentException($"There is no {name}.", nameof(name)),
    };

    private static RecurrentConfiguration Recurrent { get; } = new()
    {
        Cell = RecurrentCell.Lstm,
        VocabularySize = SampleSequences.Small.VocabularySize,
        Embedding = 12,
        Hidden = 16,
        Layers = 2,
        MaxLength = SampleSequences.Small.MaxLength,
    };
}
