using System.Text.Json;

namespace Hone.Domain.Models;

/// <summary>Everything a model version was made from; with it a job can make the same model again.</summary>
public sealed record Lineage
{
    /// <summary>Whether it was trained here or came from elsewhere.</summary>
    public LineageKind Kind { get; init; } = LineageKind.Trained;

    /// <summary>The version it was trained from, as <c>name:number</c>.</summary>
    public string? Base { get; init; }

    public IReadOnlyList<LineageInput> Corpora { get; init; } = [];

    public LineageInput? Dataset { get; init; }

    /// <summary>The sweep that it won, when it was trained in one.</summary>
    public LineageSweep? Sweep { get; init; }

    /// <summary>Where it came from, when it was imported.</summary>
    public LineageImport? Imported { get; init; }

    /// <summary>The job's specification, every default filled in; null when no job made it.</summary>
    public required JsonElement? Specification { get; init; }

    /// <summary>The job's seed; null when no job made it.</summary>
    public required long? Seed { get; init; }

    /// <summary>Versions of what computed it; empty when no job made it.</summary>
    public required IReadOnlyDictionary<string, string> Libraries { get; init; }
}

/// <summary>A corpus or data set that a model learnt from.</summary>
/// <param name="Id">Its id at the time.</param>
/// <param name="Name">Its name at the time.</param>
/// <param name="Sha256">Hashes of its canonical form: one for a corpus, one per split for a data set.</param>
public sealed record LineageInput(Guid Id, string Name, IReadOnlyDictionary<string, string> Sha256);
