using System.Text;
using CsCheck;
using Hone.Build;
using Hone.Training.Native;

namespace Hone.Training.Tests.Build;

public sealed class ElfSymbolVersionsTests
{
    private const string Old = "GLIBCXX_3.4.11";
    private const string New = "GLIBCXX_3.4.30";

    [Fact]
    public void Weaken_SetsOneFlag_WhenNoSymbolOfTheVersionIsUsed()
    {
        byte[] image = ElfImage.With(new("wait", Old, Relocated: true), new("marker", New, Relocated: false));
        byte[] before = [.. image];

        Assert.True(new ElfSymbolVersions(image).Weaken(New));

        Assert.Equal([(byte)0, (byte)2], Differences(before, image).SelectMany(at => new[] { before[at], image[at] }));
    }

    [Fact]
    public void Weaken_ChangesNothing_WhenASymbolOfTheVersionIsUsed()
    {
        byte[] image = ElfImage.With(new("wait", Old, Relocated: true), new("notify", New, Relocated: true));
        byte[] before = [.. image];

        Assert.False(new ElfSymbolVersions(image).Weaken(New));

        Assert.Equal(before, image);
    }

    [Fact]
    public void Weaken_ChangesNothing_WhenTheVersionIsNotAskedFor()
    {
        byte[] image = ElfImage.With(new ElfImage.Symbol("wait", Old, Relocated: true));
        byte[] before = [.. image];

        Assert.True(new ElfSymbolVersions(image).Weaken(New));

        Assert.Equal(before, image);
    }

    [Fact]
    public void Rebind_FreesAVersion_SoThatItCanBeWeakened()
    {
        byte[] image = ElfImage.With(new("other", Old, Relocated: true), new("wait", New, Relocated: true));
        ElfSymbolVersions versions = new(image);

        Assert.False(versions.Weaken(New));
        Assert.True(versions.Rebind("wait", New, Old));
        Assert.True(versions.Weaken(New));
        Assert.False(versions.Rebind("wait", New, Old));
    }

    [Fact]
    public void Rebind_LeavesOtherSymbolsAlone()
    {
        byte[] image = ElfImage.With(new("other", Old, Relocated: true), new("notify", New, Relocated: true));
        byte[] before = [.. image];

        Assert.False(new ElfSymbolVersions(image).Rebind("wait", New, Old));

        Assert.Equal(before, image);
    }

    [Fact]
    public void Relaxing_IsDone_InTheLibraryBesideThisProgram()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // there the library is no ELF file
        }

        byte[] image = File.ReadAllBytes(LibTorchLibrary.SearchDirectories.Select(folder => Path.Combine(folder, LibTorchLibrary.FileName)).First(File.Exists));
        byte[] before = [.. image];
        ElfSymbolVersions versions = new(image);

        Assert.False(versions.Rebind("_ZNSt18condition_variable4waitERSt11unique_lockISt5mutexE", "GLIBCXX_3.4.30", "GLIBCXX_3.4.11"));
        Assert.True(versions.Weaken("GLIBCXX_3.4.30"));
        Assert.True(versions.Weaken("GLIBCXX_3.4.32"));
        Assert.Equal(before, image);
    }

    [Fact]
    public void AnyBytes_AreRefusedOrRead_NeverWorse()
    {
        byte[] whole = ElfImage.With(new("other", Old, Relocated: true), new("wait", New, Relocated: true));
        Gen<byte[]> damaged = Gen.Select(Gen.Int[0, whole.Length], Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Array[0, 6]).Select((length, changes) =>
        {
            byte[] bytes = [.. whole];
            foreach ((int at, byte value) in changes)
            {
                bytes[at] = value;
            }

            return bytes[..length];
        });

        Gen.OneOf(damaged, Gen.Byte.Array, Gen.Const(Encoding.ASCII.GetBytes("MZ"))).Sample(bytes =>
        {
            try
            {
                ElfSymbolVersions versions = new(bytes);
                versions.Rebind("wait", New, Old);
                versions.Weaken(New);
            }
            catch (InvalidDataException)
            {
            }
        });
    }

    private static IEnumerable<int> Differences(byte[] one, byte[] other) => Enumerable.Range(0, one.Length).Where(at => one[at] != other[at]);
}
