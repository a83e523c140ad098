using System.Runtime.InteropServices;

namespace Hone.Api.Quickstart;

/// <summary>
/// The reference packs of an installed .NET SDK: the assemblies that programs are compiled against, each with its API documentation as
/// <c>packs/{pack}/{version}/ref/{framework}/{assembly}.xml</c>.
/// </summary>
internal static class ReferencePacks
{
    private static readonly string[] Packs = ["Microsoft.NETCore.App.Ref", "Microsoft.AspNetCore.App.Ref"];

    /// <summary>The documentation files of the SDK that is running or installed here, one per assembly, sorted by file name.</summary>
    /// <exception cref="QuickstartException">No SDK with documentation is found.</exception>
    public static IReadOnlyList<string> FindDocumentation()
    {
        List<string> roots = [.. DotnetRoots().Distinct()];
        foreach (string root in roots)
        {
            IReadOnlyList<string> files = DocumentationBelow(root);
            if (files.Count > 0)
            {
                return files;
            }
        }

        throw new QuickstartException(
            "The quickstart learns from the API documentation that comes with the .NET SDK, and none was found below "
            + string.Join(", ", roots)
            + ". Install the .NET SDK from https://dot.net, or set DOTNET_ROOT to the folder that holds its 'packs'.");
    }

    /// <summary>The documentation files below one <c>dotnet</c> folder: of each pack the newest version, of that the newest framework.</summary>
    internal static IReadOnlyList<string> DocumentationBelow(string root) =>
    [
        .. Packs
            .SelectMany(pack => Newest(Path.Combine(root, "packs", pack), ""))
            .SelectMany(version => Newest(Path.Combine(version, "ref"), "net"))
            .SelectMany(framework => Directory.EnumerateFiles(framework, "*.xml"))
            .DistinctBy(Path.GetFileName) // the ASP.NET Core pack repeats files of the other
            .OrderBy(Path.GetFileName, StringComparer.Ordinal),
    ];

    private static IEnumerable<string> Newest(string folder, string prefix) =>
        !Directory.Exists(folder)
            ? []
            : Directory.EnumerateDirectories(folder, prefix + "*")
                .Where(path => ParseVersion(path, prefix) is not null)
                .OrderByDescending(path => ParseVersion(path, prefix))
                .Take(1);

    /// <summary>The version in the name of a folder such as <c>10.0.2</c>, <c>11.0.0-preview.1</c> or <c>net10.0</c>.</summary>
    private static Version? ParseVersion(string path, string prefix) =>
        Version.TryParse(Path.GetFileName(path)[prefix.Length..].Split('-')[0], out Version? version) ? version : null;

    private static IEnumerable<string> DotnetRoots()
    {
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } named)
        {
            yield return Path.TrimEndingDirectorySeparator(named);
        }

        // The runtime in use lies in {root}/shared/Microsoft.NETCore.App/{version}/.
        yield return Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

        string executable = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            FileInfo file = new(Path.Combine(folder, executable));
            if (file.Exists)
            {
                yield return Path.GetDirectoryName((file.ResolveLinkTarget(returnFinalTarget: true) ?? file).FullName)!;
            }
        }

        if (OperatingSystem.IsWindows())
        {
            yield return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "dotnet");
        }
        else
        {
            yield return "/usr/share/dotnet";
            yield return "/usr/lib/dotnet";
            yield return "/usr/local/share/dotnet";
        }

        yield return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet");
    }
}
