using System.Text;
using CsCheck;
using Hone.Api.Workers;

namespace Hone.Api.Tests.Workers;

public sealed class OutputCaptureTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    [Fact]
    public void CopyAsync_KeepsTheBeginningInTheFileAndTheEndInMemory() =>
        Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 0, 20_000], Gen.Int[1, 10_000]).Sample(
            (printed, limit) =>
            {
                using (OutputCapture capture = new(path, limit))
                {
                    using MemoryStream stream = new(Encoding.UTF8.GetBytes(printed));
                    Assert.True(capture.CopyAsync(stream).IsCompletedSuccessfully);
                    Assert.Equal(printed[^Math.Min(printed.Length, 4096)..], capture.Tail);
                }

                Assert.Equal(printed[..Math.Min(printed.Length, limit)], File.ReadAllText(path));
            },
            iter: 20,
            threads: 1);

    public void Dispose() => File.Delete(path);
}
