namespace Hone.Api.Documentation;

/// <summary>Describes a body that a handler reads by itself, for the documentation.</summary>
internal sealed record UploadMetadata
{
    /// <summary>Media types of a raw body; none when only forms are read.</summary>
    public IReadOnlyList<string> RawMediaTypes { get; init; } = [];

    /// <summary>The parts of a multipart form.</summary>
    public required IReadOnlyList<UploadPart> Parts { get; init; }
}

/// <summary>One part of a multipart form.</summary>
/// <param name="Name">The part's name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Type">Type of a field's value, as JSON where it is not plain; null for a file.</param>
/// <param name="Required">Whether the form needs it.</param>
/// <param name="Example">A value that works; for a file, its text.</param>
internal sealed record UploadPart(string Name, string Description, Type? Type, bool Required, string? Example);
