namespace Hone.Api.Requests;

/// <summary>Says that a route reads a <see cref="Query{T}"/>.</summary>
internal sealed record QueryMetadata(Type Type);
