using System.Text.Json;
using System.Text.Json.Nodes;
using Hone.Domain.Jobs.Specifications;
using Hone.Training.Architectures;

namespace Hone.Training.Tests.Architectures;

public sealed class RecurrentConfigurationTests
{
    private static readonly ArchitectureOptions Options = new() { Family = ModelFamily.Rnn, Preset = ArchitecturePreset.Small, MaxLength = 64 };

    [Fact]
    public void From_TakesWhatThePresetGives()
    {
        RecurrentConfiguration configuration = RecurrentConfiguration.From(Options, vocabularySize: 100);

        Assert.Equal(RecurrentCell.Lstm, configuration.Cell);
        Assert.Equal((100, 512, 512, 4, 64), (configuration.VocabularySize, configuration.Embedding, configuration.Hidden, configuration.Layers, configuration.MaxLength));
        Assert.False(configuration.Bidirectional);
    }

    [Theory]
    [InlineData(RecurrentCell.Tanh, "tanh")]
    [InlineData(RecurrentCell.Relu, "relu")]
    [InlineData(RecurrentCell.Lstm, "lstm")]
    [InlineData(RecurrentCell.Gru, "gru")]
    public void Json_RoundTrips_AndNamesTheCellAsPyTorchDoes(RecurrentCell cell, string name)
    {
        RecurrentConfiguration configuration = RecurrentConfiguration.From(Options with { Cell = cell, Bidirectional = true }, vocabularySize: 100);

        JsonNode json = JsonSerializer.SerializeToNode(configuration)!;

        Assert.Equal(name, json["cell"]!.GetValue<string>());
        Assert.Equal(configuration, json.Deserialize<RecurrentConfiguration>());
    }
}
