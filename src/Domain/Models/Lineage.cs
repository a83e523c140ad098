using System.Text.Json;

namespace Hone.Domain.Models;

/// <summary>Everything a model version was made from; with it the same model can be made again.</summary>
public sealed record Lineage
{
    /// <summary>The version it was trained from, as <c>name:number</c>.</summary>
    public string? Base { get; init; }

    public IReadOnlyList<LineageInput> Corpora { get; init; } = [];

    public LineageInput? Dataset { get; init; }

    /// <summary>The job's specification, every default filled in.</summary>
    public required JsonElement Specification { get; init; }

    public required long Seed { get; init; }

    /// <summary>Versions of what computed it.</summary>
    public required IReadOnlyDictionary<string, string> Libraries { get; init; }
}

/// <summary>A corpus or data set that a model learnt from.</summary>
/// <param name="Id">Its id at the time.</param>
/// <param name="Name">Its name at the time.</param>
/// <param name="Sha256">Hashes of its canonical form: one for a corpus, one per split for a data set.</param>
public sealed record LineageInput(Guid Id, string Name, IReadOnlyDictionary<string, string> Sha256);
