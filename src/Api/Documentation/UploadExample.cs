namespace Hone.Api.Documentation;

/// <summary>An example of a whole form, for people to copy. It must work when sent.</summary>
/// <param name="Summary">What it shows, in a few words; also its name.</param>
/// <param name="Parts">The parts: fields as they are, files as their content.</param>
internal sealed record UploadExample(string Summary, IReadOnlyDictionary<string, string> Parts);
