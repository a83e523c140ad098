using Hone.Api.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace Hone.Api.Tests.Persistence;

public sealed class TemporaryFolderTests
{
    [Fact]
    public async Task Start_DeletesTheFoldersOfDeadProcesses_AndThoseAlone()
    {
        await using HoneService living = await HoneService.StartAsync();
        string needed = Path.Combine(living.Services.GetRequiredService<DataDirectory>().Temporary, "needed");
        await File.WriteAllTextAsync(needed, "half");
        string dead = Path.Combine(living.DataPath, "tmp", "dead");
        Directory.CreateDirectory(dead);
        await File.WriteAllTextAsync(Path.Combine(dead, "left"), "half");
        await File.WriteAllTextAsync(dead + ".lock", "");

        HoneService second = await HoneService.StartOnAsync(living.DataPath);
        string own = second.Services.GetRequiredService<DataDirectory>().Temporary;
        Assert.True(File.Exists(needed));
        Assert.False(Directory.Exists(dead) || File.Exists(dead + ".lock"));
        Assert.True(Directory.Exists(own));

        await second.StopAsync();
        Assert.False(Directory.Exists(own) || File.Exists(own + ".lock"));
        Assert.True(File.Exists(needed));
    }
}
