using System.Text.Json.Serialization;
using Hone.Domain.Problems;

namespace Hone.Domain.Predictions;

/// <summary>How predictions are given.</summary>
public sealed record PredictionParameters
{
    private const int LongestStop = 100;
    private const int MostStops = 16;
    private const int MostBeams = 32;

    /// <summary>Of a classifier the most labels of one input, best first; all of them by default. For fill-mask and similarity the most answers, 5 and all by default. Of a language model among how many of the likeliest tokens is drawn.</summary>
    public int? TopK { get; init; }

    /// <summary>Classifiers: leaves out labels, or spans of a text, that are less likely. 0, the default, leaves out nothing.</summary>
    public double? Threshold { get; init; }

    /// <summary>Text generation: the most tokens to add; 64 by default.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Text generation: 0, the default, takes the likeliest token every time; 1 draws as the model says; more draws more wildly.</summary>
    public double? Temperature { get; init; }

    /// <summary>Text generation: draws among the fewest likeliest tokens only that together are this likely.</summary>
    public double? TopP { get; init; }

    /// <summary>Text generation: makes tokens less likely that are there already; 1, the default, does nothing.</summary>
    public double? RepetitionPenalty { get; init; }

    /// <summary>Text generation: how many texts beam search follows at a time; 1, the default, is no search.</summary>
    public int? Beams { get; init; }

    /// <summary>Text generation: strings before which the text ends.</summary>
    public IReadOnlyList<string>? Stop { get; init; }

    /// <summary>Text generation: the same seed draws the same text; 0 by default.</summary>
    public long? Seed { get; init; }

    /// <summary>Text generation: answer with server-sent events, a piece of text each, as they come.</summary>
    public bool Stream { get; init; }

    /// <summary>The first field that only text generation has and that is given; null when there is none.</summary>
    [JsonIgnore]
    public string? GenerationField => new (string Name, bool IsGiven)[]
        {
            ("maxTokens", MaxTokens is not null),
            ("temperature", Temperature is not null),
            ("topP", TopP is not null),
            ("repetitionPenalty", RepetitionPenalty is not null),
            ("beams", Beams is not null),
            ("stop", Stop is not null),
            ("seed", Seed is not null),
            ("stream", Stream),
        }.FirstOrDefault(given => given.IsGiven).Name;

    /// <summary>Every problem of these parameters.</summary>
    public IEnumerable<Problem> Validate(string path) =>
    [
        .. Check.Range($"{path}.topK", TopK, 1, 1_000_000),
        .. Check.Range($"{path}.threshold", Threshold, 0, 1),
        .. Check.Range($"{path}.maxTokens", MaxTokens, 1, 1_000_000),
        .. Check.Range($"{path}.temperature", Temperature, 0, 100),
        .. Check.Range($"{path}.topP", TopP, 0.000_001, 1),
        .. Check.Range($"{path}.repetitionPenalty", RepetitionPenalty, 0.01, 100),
        .. Check.Range($"{path}.beams", Beams, 1, MostBeams),
        .. Check.That(
            Stop is null || (Stop.Count <= MostStops && Stop.All(stop => stop.Length is > 0 and <= LongestStop)),
            ProblemCodes.OutOfRange,
            $"{path}.stop",
            $"'{path}.stop' must be at most {MostStops} strings of 1 to {LongestStop} characters."),
        .. Check.That(
            Beams is null or 1 || Temperature is null or 0,
            ProblemCodes.InvalidRequest,
            $"{path}.beams",
            "Beam search looks for the likeliest text and draws nothing; give either 'beams' or 'temperature'."),
    ];
}
