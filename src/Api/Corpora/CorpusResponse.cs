using Hone.Domain.Corpora;

namespace Hone.Api.Corpora;

/// <summary>A corpus.</summary>
public sealed record CorpusResponse
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The format it was uploaded in.</summary>
    public required CorpusFormat Format { get; init; }

    /// <summary>Its language (BCP 47), as the uploader gave it.</summary>
    public required string? Language { get; init; }

    /// <summary>When it was uploaded, UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>How many documents it holds.</summary>
    public required long Documents { get; init; }

    /// <summary>Unicode code points in all documents.</summary>
    public required long Characters { get; init; }

    /// <summary>Bytes it takes as stored: one JSON object per document.</summary>
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of what is stored. Equal text in equal order has an equal hash, however it was uploaded.</summary>
    public required string Sha256 { get; init; }

    /// <summary>SHA-256 of the file that was uploaded, as it was sent.</summary>
    public required string SourceSha256 { get; init; }

    /// <summary>Where it is found.</summary>
    internal static string AddressOf(Corpus corpus) => $"/corpora/{corpus.Id}";

    internal static CorpusResponse Of(Corpus corpus) => new()
    {
        Id = corpus.Id,
        Name = corpus.Name,
        Format = corpus.Format,
        Language = corpus.Language,
        CreatedAt = corpus.CreatedAt,
        Documents = corpus.Documents,
        Characters = corpus.Characters,
        Bytes = corpus.Bytes,
        Sha256 = corpus.Sha256,
        SourceSha256 = corpus.SourceSha256,
    };
}
