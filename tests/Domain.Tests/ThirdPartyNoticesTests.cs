using System.IO.Enumeration;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hone.Domain.Tests;

public sealed partial class ThirdPartyNoticesTests
{
    [Fact]
    public void Notices_NameEveryPackageOfTheLockFiles()
    {
        string root = RepositoryRoot();
        string[] named = [.. TableRow().Matches(File.ReadAllText(Path.Combine(root, "THIRD-PARTY-NOTICES.md"))).SelectMany(row => row.Groups["packages"].Value.Split(", "))];
        string[] unnamed = [.. new[] { "src", "tests", "benchmarks" }
            .Select(folder => Path.Combine(root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateDirectories(folder))
            .Select(project => Path.Combine(project, "packages.lock.json"))
            .Where(File.Exists)
            .SelectMany(Packages)
            .Distinct()
            .Where(package => !named.Any(name => FileSystemName.MatchesSimpleExpression(name, package)))];

        Assert.Empty(unnamed);
    }

    private static IEnumerable<string> Packages(string lockFile)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(lockFile));
        return [.. document.RootElement.GetProperty("dependencies").EnumerateObject()
            .SelectMany(framework => framework.Value.EnumerateObject())
            .Where(package => package.Value.GetProperty("type").GetString() != "Project")
            .Select(package => package.Name)];
    }

    private static string RepositoryRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Hone.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run from within the repository.");
    }

    [GeneratedRegex(@"^\| (?<packages>[A-Za-z][^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex TableRow();
}
