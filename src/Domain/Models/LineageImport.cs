namespace Hone.Domain.Models;

/// <summary>Where an imported model version came from.</summary>
public sealed record LineageImport
{
    /// <summary>What was sent, or the folder it was read from.</summary>
    public required string Origin { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>The class that its <c>config.json</c> names, if it names one.</summary>
    public string? Architecture { get; init; }

    /// <summary>SHA-256 of each file as it came, by its name.</summary>
    public required IReadOnlyDictionary<string, string> Sha256 { get; init; }

    /// <summary>What of it is not used or not as one may expect.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What its own <c>hone.json</c> says it was made from, where it was made by Hone.</summary>
    public Lineage? Before { get; init; }
}
