using System.Text.Json.Nodes;
using Hone.Domain.Problems;

namespace Hone.Training.Artifacts;

/// <summary>Reads values of a <c>config.json</c>, which may have many more, and collects everything that is wrong with them.</summary>
/// <param name="json">The whole file.</param>
internal sealed class ConfigurationReader(JsonObject json)
{
    private const int LargestSize = 1 << 24;

    private readonly ProblemList problems = new();

    /// <summary>Whether nothing was reported so far.</summary>
    public bool IsSound => problems.Total == 0;

    /// <summary>A count or a width.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="fallback">What an absent one is; null where it must be there.</param>
    /// <param name="minimum">The least it may be.</param>
    public int Size(string key, int? fallback = null, int minimum = 1)
    {
        if (json[key] is null && fallback is int absent)
        {
            return absent;
        }

        if (json[key] is JsonValue value && value.TryGetValue(out int size) && size >= minimum && size <= LargestSize)
        {
            return size;
        }

        Report(key, $"'{key}' must be a whole number from {minimum} to {LargestSize}.");
        return minimum;
    }

    /// <summary>A number between zero and one.</summary>
    public double Fraction(string key, double fallback)
    {
        if (json[key] is null)
        {
            return fallback;
        }

        if (json[key] is JsonValue value && value.TryGetValue(out double number) && number is >= 0 and <= 1)
        {
            return number;
        }

        Report(key, $"'{key}' must be a number from 0 to 1.");
        return fallback;
    }

    /// <summary>One of several words.</summary>
    public string Choice(string key, string fallback, IEnumerable<string> known)
    {
        if (json[key] is null)
        {
            return fallback;
        }

        if (json[key] is JsonValue value && value.TryGetValue(out string? word) && known.Contains(word))
        {
            return word;
        }

        Report(key, $"'{key}' is '{Shorten(json[key]!.ToJsonString().Trim('"'))}'; supported are {string.Join(", ", known.Select(name => $"'{name}'"))}.");
        return fallback;
    }

    /// <summary>A switch that can only be as it is by default.</summary>
    public void Require(string key, bool needed)
    {
        if (json[key] is JsonValue value && value.TryGetValue(out bool given) && given != needed)
        {
            Report(key, $"'{key}' is {(given ? "true" : "false")}, which is not supported.");
        }
    }

    /// <summary>Reports a problem with a value.</summary>
    public void Report(string key, string message) =>
        problems.Add(new Problem(ProblemCodes.InvalidModelDirectory, message) { File = Checkpoint.ConfigurationFile, Field = key });

    /// <summary>Throws what was reported, if anything was.</summary>
    /// <exception cref="RefusalException">Something was.</exception>
    public void ThrowIfAny() => problems.ThrowIfAny(
        ProblemCodes.InvalidModelDirectory,
        $"{Checkpoint.ConfigurationFile} does not describe a network that is read: {(problems.Count > 0 ? problems[0].Message : string.Empty)}");

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
