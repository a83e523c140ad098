using Hone.Domain.Predictions;

namespace Hone.Training.Inference;

/// <summary>How a text is gone on with.</summary>
public sealed record GenerationOptions
{
    /// <summary>The most tokens to add.</summary>
    public int MaxTokens { get; init; } = 64;

    /// <summary>Zero takes the likeliest token every time; one draws as the model says; more draws more wildly.</summary>
    public double Temperature { get; init; }

    /// <summary>Draws among this many of the likeliest tokens only (Fan et al. 2018).</summary>
    public int? TopK { get; init; }

    /// <summary>Draws among the fewest likeliest tokens only that together are this likely (Holtzman et al. 2020).</summary>
    public double? TopP { get; init; }

    /// <summary>Makes tokens less likely that are there already, by this factor of their logits (Keskar et al. 2019); one does nothing.</summary>
    public double RepetitionPenalty { get; init; } = 1;

    /// <summary>How many texts beam search follows at a time; one is no search.</summary>
    public int Beams { get; init; } = 1;

    /// <summary>Strings before which the text ends.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>Where chances come from.</summary>
    public long Seed { get; init; }

    /// <summary>What the parameters of a prediction say, and of what they do not say, what these options are without.</summary>
    public static GenerationOptions Of(PredictionParameters parameters)
    {
        GenerationOptions defaults = new();
        return new GenerationOptions
        {
            MaxTokens = parameters.MaxTokens ?? defaults.MaxTokens,
            Temperature = parameters.Temperature ?? defaults.Temperature,
            TopK = parameters.TopK,
            TopP = parameters.TopP,
            RepetitionPenalty = parameters.RepetitionPenalty ?? defaults.RepetitionPenalty,
            Beams = parameters.Beams ?? defaults.Beams,
            Stop = parameters.Stop ?? defaults.Stop,
            Seed = parameters.Seed ?? defaults.Seed,
        };
    }
}
