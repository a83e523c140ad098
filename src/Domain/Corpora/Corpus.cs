namespace Hone.Domain.Corpora;

/// <summary>A body of text to pretrain on, stored once in canonical form: one JSON object with a <c>text</c> per line, UTF-8.</summary>
public sealed class Corpus
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The format it was uploaded in.</summary>
    public required CorpusFormat Format { get; init; }

    /// <summary>Language tag (BCP 47) as the uploader gave it.</summary>
    public string? Language { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>How many documents it holds.</summary>
    public required long Documents { get; init; }

    /// <summary>Unicode code points in all documents.</summary>
    public required long Characters { get; init; }

    /// <summary>Size of the canonical form.</summary>
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of the canonical form, lower-case hexadecimal: the name of its blob.</summary>
    public required string Sha256 { get; init; }

    /// <summary>SHA-256 of the bytes as they were uploaded.</summary>
    public required string SourceSha256 { get; init; }
}
