using System.Text;
using Hone.Training.Native;

namespace Hone.Training.Tests.Native;

public sealed class LibTorchLibraryTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("hone-libtorch-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void TryLoad_Succeeds_WithWhatTheBuildPutBesideTheProgram() =>
        Assert.Null(LibTorchLibrary.TryLoad(LibTorchLibrary.SearchDirectories));

    [Fact]
    public void TryLoad_SaysThatTheFileIsAbsent_AndThatABuildBringsIt()
    {
        string? problem = LibTorchLibrary.TryLoad([directory]);

        Assert.Contains($"{LibTorchLibrary.FileName} is not with this program", problem, StringComparison.Ordinal);
        Assert.Contains("dotnet build", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void TryLoad_QuotesTheLoader_WhenTheFileIsNoLibrary()
    {
        File.WriteAllText(Path.Combine(directory, LibTorchLibrary.FileName), "not a library at all");

        string? problem = LibTorchLibrary.TryLoad([directory]);

        Assert.Contains(LibTorchLibrary.FileName, problem, StringComparison.Ordinal);
        Assert.Contains("dotnet build", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GLIBCXX_3.4.29", "GLIBCXX_9.9.99", "C++ runtime of this system is older")]
    [InlineData("GLIBC_2.34", "GLIBC_9.99", "C library of this system is too old")]
    public void TryLoad_NamesTheVersionThatTheSystemLacks(string version, string missing, string advice)
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // symbol versions are a matter of ELF
        }

        // Once the libraries that it needs are in the process, the copy finds them, and only its own version is lacking.
        Assert.Null(LibTorchLibrary.TryLoad(LibTorchLibrary.SearchDirectories));
        byte[] image = File.ReadAllBytes(LibTorchLibrary.SearchDirectories.Select(folder => Path.Combine(folder, LibTorchLibrary.FileName)).First(File.Exists));
        int name = image.AsSpan().IndexOf(Encoding.ASCII.GetBytes(version + "\0"));
        Encoding.ASCII.GetBytes(missing).CopyTo(image, name);
        File.WriteAllBytes(Path.Combine(directory, LibTorchLibrary.FileName), image);

        string? problem = LibTorchLibrary.TryLoad([directory]);

        Assert.Contains(missing, problem, StringComparison.Ordinal);
        Assert.Contains(advice, problem, StringComparison.Ordinal);
    }
}
