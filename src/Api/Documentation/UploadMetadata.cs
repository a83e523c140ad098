namespace Hone.Api.Documentation;

/// <summary>Describes a body that a handler reads by itself.</summary>
internal sealed record UploadMetadata
{
    /// <summary>What the body is, in a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>Media types of a raw body with an example of each; none when only forms are read.</summary>
    public IReadOnlyDictionary<string, string> Raw { get; init; } = new Dictionary<string, string>();

    /// <summary>Media types of a raw body that is not text.</summary>
    public IReadOnlyList<string> Binary { get; init; } = [];

    /// <summary>The type of a JSON body that may stand instead, and an example of it that works when sent.</summary>
    public (Type Type, object Example)? Json { get; init; }

    /// <summary>The parts of a multipart form.</summary>
    public required IReadOnlyList<UploadPart> Parts { get; init; }

    /// <summary>Examples of the form; none where the parts say enough.</summary>
    public IReadOnlyList<UploadExample> Examples { get; init; } = [];
}
