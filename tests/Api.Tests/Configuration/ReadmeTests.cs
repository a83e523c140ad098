using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Hone.Api.Configuration;

namespace Hone.Api.Tests.Configuration;

/// <summary>The table of settings in the README is the code's.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void Readme_ListsEverySettingWithItsDefault()
    {
        string[] listed =
        [
            .. File.ReadLines(PathOfReadme())
                .SkipWhile(line => !line.StartsWith("| setting below `Hone`", StringComparison.Ordinal))
                .Skip(2)
                .TakeWhile(line => line.StartsWith('|'))
                .Select(line => string.Join(" = ", line.Split('|').Skip(1).Take(2).Select(cell => cell.Trim().Trim('`')))),
        ];

        Assert.Equal(Settings(new HoneOptions(), "").Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Settings(object options, string prefix) => options.GetType()
        .GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .SelectMany(property => property.GetValue(options) switch
        {
            null => [$"{prefix}{property.Name} = none"],
            { } section when section.GetType().Namespace!.StartsWith("Hone.", StringComparison.Ordinal) && section is not Enum => Settings(section, $"{prefix}{property.Name}:"),
            string or int or long => [string.Create(CultureInfo.InvariantCulture, $"{prefix}{property.Name} = {property.GetValue(options)}")],
            { } value => [$"{prefix}{property.Name} = {value.ToString()!.ToLowerInvariant()}"],
        });

    private static string PathOfReadme([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "..", "README.md"));
}
