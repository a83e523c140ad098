namespace Hone.Api.Uploads;

/// <summary>One part of a multipart form.</summary>
/// <param name="Name">The part's name.</param>
/// <param name="FileName">The client's name for the file, if it is one.</param>
/// <param name="MediaType">The media type it came with, if any.</param>
/// <param name="Content">Its content; to be read before the next part.</param>
internal sealed record UploadFormPart(string Name, string? FileName, string? MediaType, Stream Content);
