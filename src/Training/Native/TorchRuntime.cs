using System.Reflection;
using Hone.Domain.Problems;
using TorchSharp;

namespace Hone.Training.Native;

/// <summary>libtorch as a part of this process: loaded once, with threads and versions that are the process's.</summary>
public static class TorchRuntime
{
    private static readonly Lazy<string?> Problem = new(() =>
    {
        OpenMp.WaitBriefly();
        return LibTorchLibrary.TryLoad(LibTorchLibrary.SearchDirectories);
    });

    /// <summary>
    /// Loads libtorch, so that whatever is wrong with it is said here and in full. To be called before the first tensor is made;
    /// costs nothing the second time.
    /// </summary>
    /// <exception cref="RefusalException">It cannot be loaded; the message says what is missing and how to mend it.</exception>
    public static void Load()
    {
        if (Problem.Value is { } problem)
        {
            throw new RefusalException(RefusalKind.Unavailable, ProblemCodes.LibTorchUnavailable, problem);
        }

        // CUDA first: what libtorch once found absent it never looks for again.
        torch.TryInitializeDeviceType(DeviceType.CUDA);
        torch.InitializeDeviceType(DeviceType.CPU);
    }

    /// <summary>Sets how many threads one operation computes with; null leaves libtorch's choice, the number of physical cores.</summary>
    public static void SetThreads(int? threads)
    {
        if (threads is int count)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(threads));
            Load();
            torch.set_num_threads(count);
        }
    }

    /// <summary>Versions of what computes: <c>hone</c>, <c>torchsharp</c>, <c>libtorch</c>, <c>dotnet</c>.</summary>
    public static IReadOnlyDictionary<string, string> Versions
    {
        get
        {
            // Naming its version loads libtorch: a field of this class would do so before its environment is set.
            Load();
            return new Dictionary<string, string>
            {
                ["hone"] = VersionOf(typeof(TorchRuntime).Assembly),
                ["torchsharp"] = VersionOf(typeof(torch).Assembly),
                ["libtorch"] = torch.__version__,
                ["dotnet"] = Environment.Version.ToString(),
            };
        }
    }

    /// <summary>The version of an assembly, without the commit that the SDK appends to it.</summary>
    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? assembly.GetName().Version?.ToString()
        ?? "unknown";
}
