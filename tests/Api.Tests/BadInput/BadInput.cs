namespace Hone.Api.Tests.BadInput;

/// <summary>A request that has to be refused, and how.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The code of the answer.</param>
/// <param name="Request">Makes the request.</param>
public sealed record BadInput(string Name, int Status, string Code, Func<HttpRequestMessage> Request)
{
    /// <summary>A problem that has to be among those listed: its code, and the field, file and line that are not null.</summary>
    public (string Code, string? Field, string? File, long? Line)? Problem { get; init; }
}
