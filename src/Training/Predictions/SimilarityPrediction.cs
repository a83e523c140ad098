using System.Text.Json.Serialization;

namespace Hone.Training.Predictions;

/// <summary>What stands for a text, or how alike it is to others.</summary>
public sealed record SimilarityPrediction
{
    /// <summary>The text's vector, of length one; where it is compared with nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<float>? Embedding { get; init; }

    /// <summary>How alike the texts of a pair are, from -1 to 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Score { get; init; }

    /// <summary>The candidates, the most alike first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CandidateScore>? Candidates { get; init; }
}

/// <summary>How alike a candidate is to the text.</summary>
/// <param name="Index">Its place among the candidates that were sent.</param>
/// <param name="Text">The candidate.</param>
/// <param name="Score">From -1 to 1.</param>
public sealed record CandidateScore(int Index, string Text, double Score);
