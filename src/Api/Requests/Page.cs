namespace Hone.Api.Requests;

/// <summary>One page of a list.</summary>
/// <param name="Items">The entries of this page.</param>
/// <param name="NextCursor">Pass it as <c>cursor</c> for the next page; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);
