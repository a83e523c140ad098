namespace Hone.Api.Persistence;

/// <summary>Says that a corpus or data set needs a blob, so that equal content is stored once and deleted with its last owner.</summary>
/// <param name="OwnerId">The corpus or data set.</param>
/// <param name="Sha256">The blob.</param>
public sealed record BlobReference(Guid OwnerId, string Sha256);
