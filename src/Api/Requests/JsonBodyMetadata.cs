namespace Hone.Api.Requests;

/// <summary>Says that a route reads a <see cref="JsonBody{T}"/>.</summary>
internal sealed record JsonBodyMetadata(Type Type);
