namespace Hone.Api.Documentation;

/// <summary>One part of a multipart form. One that is not required may be there and empty, as the forms of browsers have it.</summary>
/// <param name="Name">The part's name.</param>
/// <param name="Description">What it is for.</param>
internal sealed record UploadPart(string Name, string Description)
{
    /// <summary>Type of a field's value, which is JSON where it is not plain; null for a file.</summary>
    public Type? Type { get; init; }

    public bool Required { get; init; }

    /// <summary>Values of the type that are refused here.</summary>
    public IReadOnlyList<object> Refused { get; init; } = [];

    /// <summary>A field's value that works when sent, or null.</summary>
    public object? Example { get; init; }
}
