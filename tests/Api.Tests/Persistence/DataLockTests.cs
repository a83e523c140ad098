using Hone.Api.Persistence;

namespace Hone.Api.Tests.Persistence;

public sealed class DataLockTests
{
    [Fact]
    public async Task Start_IsRefused_WhileAnotherServiceIsAtWorkThere()
    {
        HoneService first = await HoneService.StartAsync();

        UnusableDataException refusal = await Assert.ThrowsAsync<UnusableDataException>(() => HoneService.StartOnAsync(first.DataPath));
        Assert.Contains("Another Hone is at work there.", refusal.Message, StringComparison.Ordinal);
        Assert.True(DataLock.IsTaken(first.DataPath));

        await first.StopAsync();
        Assert.False(DataLock.IsTaken(first.DataPath));
        await using HoneService next = await HoneService.StartOnAsync(first.DataPath);
    }

    [Fact]
    public void IsTaken_SaysNo_WhereNoServiceEverWas() => Assert.False(DataLock.IsTaken(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())));
}
