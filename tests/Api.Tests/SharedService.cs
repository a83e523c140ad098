[assembly: AssemblyFixture(typeof(Hone.Api.Tests.SharedService))]

namespace Hone.Api.Tests;

/// <summary>One service for all tests that only add to it, under names of their own.</summary>
public sealed class SharedService : IAsyncLifetime
{
    private HoneService? service;

    public HoneService Service => service ?? throw new InvalidOperationException("The service is not started.");

    public HttpClient Client => Service.Client;

    /// <summary>A name that no other test uses.</summary>
    public static string NewName(string prefix) => $"{prefix}-{Guid.NewGuid():n}"[..Math.Min(63, prefix.Length + 9)];

    public async ValueTask InitializeAsync() => service = await HoneService.StartAsync();

    public ValueTask DisposeAsync() => Service.DisposeAsync();
}
