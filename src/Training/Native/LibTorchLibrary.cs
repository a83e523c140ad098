using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Hone.Training.Native;

/// <summary>The native library that TorchSharp calls, as a file that may be absent or refuse to load.</summary>
internal static partial class LibTorchLibrary
{
    /// <summary>What the library is called on this operating system.</summary>
    public static string FileName =>
        OperatingSystem.IsWindows() ? "LibTorchSharp.dll" : OperatingSystem.IsMacOS() ? "libLibTorchSharp.dylib" : "libLibTorchSharp.so";

    /// <summary>Where the .NET host looks for native libraries of this program.</summary>
    public static IReadOnlyList<string> SearchDirectories =>
        [.. ((string?)AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries), AppContext.BaseDirectory];

    /// <summary>
    /// Loads the library from the first of the directories that has it. TorchSharp would look in more places, but reports every failure as a missing
    /// package; once the library is loaded, TorchSharp finds it so.
    /// </summary>
    /// <returns>What is wrong and how to mend it, or null when the library is loaded.</returns>
    public static string? TryLoad(IReadOnlyList<string> directories)
    {
        if (directories.Select(directory => Path.Combine(directory, FileName)).FirstOrDefault(File.Exists) is not { } path)
        {
            return $"libtorch cannot be loaded: {FileName} is not with this program. {WhyAbsent}";
        }

        try
        {
            NativeLibrary.Load(path);
            return null;
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            string reason = ReasonOf(exception.Message);
            return $"libtorch cannot be loaded: {reason.TrimEnd('.')}. {Advise(reason)}";
        }
    }

    private static string WhyAbsent
    {
        get
        {
            string platform = RuntimeInformation.RuntimeIdentifier;
            bool supported = OperatingSystem.IsMacOS()
                ? RuntimeInformation.ProcessArchitecture == Architecture.Arm64
                : RuntimeInformation.ProcessArchitecture == Architecture.X64;
            return supported
                ? $"Build it again with 'dotnet build' on the system it is to run on ({platform}): that restores the libtorch package and copies it to the output folder."
                : $"There is no libtorch package for {platform}; Hone runs on linux-x64 (glibc), win-x64 and osx-arm64.";
        }
    }

    /// <summary>What the system's loader says, which .NET puts on lines of its own after general advice.</summary>
    private static string ReasonOf(string message)
    {
        string[] lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length > 1 ? string.Join("; ", lines.Skip(1)) : message;
    }

    private static string Advise(string reason)
    {
        if (MissingVersion().Match(reason) is { Success: true } version)
        {
            return version.Groups["family"].Value == "GLIBC"
                ? "The C library of this system is too old: Hone needs glibc 2.34 or newer (Debian 12, Ubuntu 22.04, RHEL 9)."
                : "The C++ runtime of this system is older than the library asks for. A build on Linux relaxes that where it can (Debian 12, Ubuntu 22.04, RHEL 9), so build again there; "
                    + "otherwise install a newer libstdc++ or use the container image.";
        }

        if (RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal))
        {
            return "libtorch is made for glibc and does not load on musl: use a Debian, Ubuntu or RHEL based system or image instead of Alpine.";
        }

        if (MissingFile().Match(reason) is { Success: true } file)
        {
            return $"Build again with 'dotnet build', which copies the whole libtorch package; if {file.Groups["file"].Value} is a system library, install the package that has it.";
        }

        return "Build again with 'dotnet build' on the system it is to run on; if it stays, clear the package cache ('dotnet nuget locals global-packages --clear'), as the file may be damaged.";
    }

    [GeneratedRegex(@"version [`'](?<family>GLIBCXX|GLIBC|CXXABI)_[0-9.]+'? not found")]
    private static partial Regex MissingVersion();

    [GeneratedRegex(@"(?<file>[^\s/:;]+\.so[.\d]*): cannot open shared object file")]
    private static partial Regex MissingFile();
}
