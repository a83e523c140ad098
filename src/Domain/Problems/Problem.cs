using System.Text.Json.Serialization;

namespace Hone.Domain.Problems;

/// <summary>One thing that is wrong with what a caller sent, said so that it can be mended.</summary>
/// <param name="Code">Stable, machine-readable name; one of <see cref="ProblemCodes"/>.</param>
/// <param name="Message">One sentence for a person. Never quotes more than a few characters of the caller's text.</param>
public sealed record Problem(string Code, string Message)
{
    /// <summary>Path of the offending field in a request (<c>training.learningRate</c>), or the column or property of a row.</summary>
    public string? Field { get; init; }

    /// <summary>Name of the uploaded part or file the problem is in.</summary>
    public string? File { get; init; }

    /// <summary>Line in <see cref="File"/>, counted from 1.</summary>
    public long? Line { get; init; }

    /// <summary>The least and the most that a number may be, where it is outside; for those who describe what is allowed.</summary>
    [JsonIgnore]
    public (IConvertible Minimum, IConvertible Maximum)? Bounds { get; init; }
}
