using Hone.Api.Security;
using Microsoft.AspNetCore.Builder;

namespace Hone.Api.Tests.Security;

public sealed class LoopbackGuardTests
{
    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://127.0.0.1:0;http://0.0.0.0:0")]
    public async Task Start_Refuses_WhenAnAddressIsNotLoopback(string urls)
    {
        string dataPath = Directory.CreateTempSubdirectory("hone-test-").FullName;
        await using (WebApplication app = HoneApplication.Build([$"--urls={urls}", $"--Hone:DataPath={dataPath}", "--Hone:Logging:Level=Fatal"]))
        {
            UnguardedAddressException refusal = await Assert.ThrowsAsync<UnguardedAddressException>(() => app.StartAsync());
            Assert.Contains("no API key", refusal.Message, StringComparison.Ordinal);
        }

        Directory.Delete(dataPath, recursive: true);
    }

    [Fact]
    public async Task Start_Refuses_WhenAConfiguredEndpointIsNotLoopback()
    {
        string dataPath = Directory.CreateTempSubdirectory("hone-test-").FullName;
        await using (WebApplication app = HoneApplication.Build(
            ["--Kestrel:Endpoints:Open:Url=http://0.0.0.0:0", $"--Hone:DataPath={dataPath}", "--Hone:Logging:Level=Fatal"]))
        {
            await Assert.ThrowsAsync<UnguardedAddressException>(() => app.StartAsync());
        }

        Directory.Delete(dataPath, recursive: true);
    }
}
