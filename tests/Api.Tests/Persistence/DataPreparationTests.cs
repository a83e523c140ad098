using Hone.Api.Persistence;

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
