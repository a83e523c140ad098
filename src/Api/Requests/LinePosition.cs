namespace Hone.Api.Requests;

/// <summary>A place between two lines of a blob.</summary>
/// <param name="Number">How many lines are before it.</param>
/// <param name="Offset">How many bytes are before it.</param>
public readonly record struct LinePosition(long Number, long Offset);
