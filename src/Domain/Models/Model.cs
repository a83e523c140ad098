namespace Hone.Domain.Models;

/// <summary>A name under which versions are kept.</summary>
public sealed class Model
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>The number of the newest version ever registered; numbers are never given twice.</summary>
    public int LastNumber { get; private set; }

    /// <summary>Takes the next version number.</summary>
    public int NextNumber() => ++LastNumber;
}
