using Hone.Api.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace Hone.Api.Tests.Persistence;

public sealed class TemporaryFolderTests
{
    [Fact]
    public async Task Start_DeletesTheFoldersOfDeadProcesses_AndTheEndItsOwn()
    {
        HoneService first = await HoneService.StartAsync();
        string own = first.Services.GetRequiredService<DataDirectory>().Temporary;
        string dead = Path.Combine(first.DataPath, "tmp", "dead");
        Assert.True(Directory.Exists(own));
        await first.StopAsync();
        Assert.False(Directory.Exists(own) || File.Exists(own + ".lock"));
        Directory.CreateDirectory(dead);
        await File.WriteAllTextAsync(Path.Combine(dead, "left"), "half");
        await File.WriteAllTextAsync(dead + ".lock", "");

        await using HoneService second = await HoneService.StartOnAsync(first.DataPath);

        Assert.False(Directory.Exists(dead) || File.Exists(dead + ".lock"));
    }

    [Fact]
    public async Task Prepare_LeavesTheFolderOfAnotherLivingProcess()
    {
        await using HoneService living = await HoneService.StartAsync();
        string needed = Path.Combine(living.Services.GetRequiredService<DataDirectory>().Temporary, "needed");
        await File.WriteAllTextAsync(needed, "half");

        using (TemporaryFolder other = new(ActivatorUtilities.CreateInstance<DataDirectory>(living.Services)))
        {
            other.Prepare();
        }

        Assert.True(File.Exists(needed));
    }
}
