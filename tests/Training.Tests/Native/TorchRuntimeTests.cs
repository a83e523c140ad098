using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;
using Hone.Training.Native;
using TorchSharp;

namespace Hone.Training.Tests.Native;

public sealed class TorchRuntimeTests
{
    [Fact]
    public void Load_LetsTensorsCompute()
    {
        TorchRuntime.Load();

        using torch.Tensor sum = (torch.ones(2, 3) + 1).sum();
        Assert.Equal(12f, sum.item<float>());
    }

    [Fact]
    public void Versions_NameEverythingThatComputes()
    {
        Assert.Equal(["dotnet", "hone", "libtorch", "torchsharp"], TorchRuntime.Versions.Keys.Order(StringComparer.Ordinal));
        Assert.All(TorchRuntime.Versions.Values, version => Assert.Matches(@"^\d+\.\d+", version));
    }

    [Fact]
    public void Select_GivesTheProcessor_WhenAsked() => Assert.Equal(DeviceType.CPU, Devices.Select("cpu").type);

    [Fact]
    public void Select_NeverFails_ForAuto() =>
        Assert.Equal(torch.cuda.is_available() ? DeviceType.CUDA : DeviceType.CPU, Devices.Select("auto").type);

    [Fact]
    public void Select_RefusesCuda_WhereThereIsNone()
    {
        if (torch.cuda.is_available())
        {
            Assert.Equal(DeviceType.CUDA, Devices.Select("cuda").type);
            return;
        }

        RefusalException refusal = Assert.Throws<RefusalException>(() => Devices.Select("cuda"));
        Assert.Equal((RefusalKind.Unavailable, ProblemCodes.DeviceUnavailable), (refusal.Kind, refusal.Code));
    }

    [Fact]
    public void Select_RefusesAnUnknownName() =>
        Assert.Equal(ProblemCodes.UnknownValue, Assert.Throws<RefusalException>(() => Devices.Select("gpu")).Code);

    [Fact]
    public void Resolve_FollowsTheHardware_ForAutoAlone()
    {
        Assert.Equal(torch.ScalarType.Float32, PrecisionChoice.Resolve(Precision.Fp32, torch.CPU));
        Assert.Equal(torch.ScalarType.BFloat16, PrecisionChoice.Resolve(Precision.Bf16, torch.CPU));
        Assert.Equal(
            Hardware.SupportsBf16(torch.CPU) ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32,
            PrecisionChoice.Resolve(Precision.Auto, torch.CPU));
    }

    [Fact]
    public void SupportsBf16_AgreesWithTheKernel_OnLinux()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // the flags of the processor are read from /proc
        }

        string flags = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal)) ?? "";
        Assert.Equal(flags.Contains("avx512_bf16", StringComparison.Ordinal) || flags.Contains("amx_bf16", StringComparison.Ordinal), Hardware.SupportsBf16(torch.CPU));
    }
}
