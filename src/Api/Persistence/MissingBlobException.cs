namespace Hone.Api.Persistence;

/// <summary>A row refers to a blob that is not there: somebody took it away.</summary>
/// <param name="sha256">The blob.</param>
/// <param name="fault">What showed it.</param>
public sealed class MissingBlobException(string sha256, Exception? fault = null)
    : Exception($"The content with the SHA-256 {sha256} is missing on the disk of the service.", fault);
