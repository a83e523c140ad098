using Hone.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hone.Api.Tests.Persistence;

public sealed class DataPreparationTests
{
    [Fact]
    public async Task Start_IsRefusedWithTheReason_WhenTheDataPathIsAFile()
    {
        string file = Path.GetTempFileName();

        UnusableDataException refusal = await Assert.ThrowsAsync<UnusableDataException>(() => HoneService.StartOnAsync(file));

        Assert.Contains(file, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        File.Delete(file);
    }

    [Theory]
    [InlineData("models/somebody/weights")]
    [InlineData("blobs/ab/abcd")]
    public async Task Start_IsRefused_AndTouchesNothing_WhenThereAreFilesButNoDatabase(string file)
    {
        string dataPath = Directory.CreateTempSubdirectory("hone-test-").FullName;
        string path = Path.Combine(dataPath, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, "precious");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-1));

        UnusableDataException refusal = await Assert.ThrowsAsync<UnusableDataException>(() => HoneService.StartOnAsync(dataPath));

        Assert.Contains("no hone.db", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(path));
        Directory.Delete(dataPath, recursive: true);
    }

    [Fact]
    public async Task Start_PutsAsideWhatNoRowRefersTo()
    {
        HoneService first = await HoneService.StartAsync();
        await first.StopAsync();
        string model = Directory.CreateDirectory(Path.Combine(first.DataPath, "models", "unregistered")).FullName;
        await File.WriteAllTextAsync(Path.Combine(model, "weights"), "precious");
        string blob = Path.Combine(Directory.CreateDirectory(Path.Combine(first.DataPath, "blobs", "ab")).FullName, "abcd");
        await File.WriteAllTextAsync(blob, "precious too");
        File.SetLastWriteTimeUtc(blob, DateTime.UtcNow.AddDays(-1));

        string job = Directory.CreateDirectory(Path.Combine(first.DataPath, "jobs", Guid.NewGuid().ToString())).FullName;
        string stray = Path.Combine(first.DataPath, "models", "stray.txt");
        await File.WriteAllTextAsync(stray, "precious as well");

        await using HoneService second = await HoneService.StartOnAsync(first.DataPath);

        string aside = second.Services.GetRequiredService<DataDirectory>().LostAndFound;
        Assert.False(Directory.Exists(model) || File.Exists(blob));
        Assert.Equal("precious", await File.ReadAllTextAsync(Path.Combine(aside, "unregistered", "weights")));
        Assert.Equal("precious too", await File.ReadAllTextAsync(Path.Combine(aside, "abcd")));
        Assert.Equal("precious as well", await File.ReadAllTextAsync(Path.Combine(aside, "stray.txt")));
        Assert.False(Directory.Exists(job) || File.Exists(stray));
        Assert.True(Directory.Exists(Path.Combine(aside, Path.GetFileName(job))));
    }

    [Fact]
    public async Task Start_IsRefused_WhenTheDatabaseIsOfANewerVersion()
    {
        HoneService first = await HoneService.StartAsync();
        await using (HoneDbContext db = await first.Services.GetRequiredService<IDbContextFactory<HoneDbContext>>().CreateDbContextAsync())
        {
            await db.Database.ExecuteSqlAsync($"INSERT INTO __EFMigrationsHistory VALUES ('29990101000000_Future', '99.0')");
        }

        await first.StopAsync();
        UnusableDataException refusal = await Assert.ThrowsAsync<UnusableDataException>(() => HoneService.StartOnAsync(first.DataPath));

        Assert.Contains("newer Hone", refusal.Message, StringComparison.Ordinal);
        Directory.Delete(first.DataPath, recursive: true);
    }

    [Fact]
    public async Task Start_IsRefusedWithTheReason_WhenTheDatabaseIsSomethingElse()
    {
        string dataPath = Directory.CreateTempSubdirectory("hone-test-").FullName;
        string database = Path.Combine(dataPath, "hone.db");
        await File.WriteAllTextAsync(database, string.Concat(Enumerable.Repeat("not a database\n", 1000)));

        UnusableDataException refusal = await Assert.ThrowsAsync<UnusableDataException>(() => HoneService.StartOnAsync(dataPath));

        Assert.Contains("not a database", refusal.Message, StringComparison.Ordinal);
        Assert.StartsWith("not a database", await File.ReadAllTextAsync(database), StringComparison.Ordinal);
        Directory.Delete(dataPath, recursive: true);
    }
}
