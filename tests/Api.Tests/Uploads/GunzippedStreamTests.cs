using System.IO.Compression;
using CsCheck;
using Hone.Api.Configuration;
using Hone.Api.Uploads;
using Hone.Domain.Problems;

namespace Hone.Api.Tests.Uploads;

public sealed class GunzippedStreamTests
{
    private static readonly LimitOptions Limits = new();

    [Fact]
    public void ReadAsync_GivesBackWhatWasCompressed_HoweverItIsCut() =>
        Gen.Select(Gen.Byte.Array[0, 3000], Gen.Byte.Array[0, 3000], Gen.Int[1, 500]).Sample((first, second, chunk) =>
        {
            byte[] members = [.. Compress(first), .. Compress(second)];
            byte[] expanded = ExpandAsync(members, Limits, chunk).GetAwaiter().GetResult();
            return expanded.AsSpan().SequenceEqual([.. first, .. second]);
        }, iter: 200);

    [Fact]
    public async Task ReadAsync_Refuses_WhereverTheFileBreaksOff()
    {
        byte[] content = new byte[2000];
        new Random(7).NextBytes(content.AsSpan(0, 1000)); // half of it does not compress and is stored, half of it does
        byte[] whole = Compress(content);
        for (int length = 1; length < whole.Length; length++)
        {
            RefusalException refusal = await Assert.ThrowsAsync<RefusalException>(() => ExpandAsync(whole[..length], Limits, chunk: 100));
            Assert.Equal(ProblemCodes.InvalidGzip, refusal.Code);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(-5)]
    [InlineData(30)]
    public async Task ReadAsync_Refuses_WhenAByteIsWrong(int at)
    {
        byte[] whole = Compress(new byte[5000]);
        whole[at < 0 ? whole.Length + at : at] ^= 0xff;
        RefusalException refusal = await Assert.ThrowsAsync<RefusalException>(() => ExpandAsync(whole, Limits, chunk: 100));
        Assert.Equal((RefusalKind.Invalid, ProblemCodes.InvalidGzip), (refusal.Kind, refusal.Code));
    }

    [Theory]
    [InlineData(100, long.MaxValue)]
    [InlineData(int.MaxValue, 20_000_000)]
    public async Task ReadAsync_Refuses_WhenTheFileExpandsTooFar(int ratio, long bytes)
    {
        byte[] bomb = Compress(new byte[32 * 1024 * 1024]);
        LimitOptions limits = new() { DecompressionRatio = ratio, DecompressedBytes = bytes };
        RefusalException refusal = await Assert.ThrowsAsync<RefusalException>(() => ExpandAsync(bomb, limits, chunk: 4096));
        Assert.Equal((RefusalKind.TooLarge, ProblemCodes.ExpandsTooFar), (refusal.Kind, refusal.Code));
    }

    private static byte[] Compress(byte[] content)
    {
        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return compressed.ToArray();
    }

    private static async Task<byte[]> ExpandAsync(byte[] file, LimitOptions limits, int chunk)
    {
        await using GunzippedStream stream = new(new ChunkedStream(file, chunk), "file", limits);
        using MemoryStream expanded = new();
        byte[] buffer = new byte[777];
        int count;
        while ((count = await stream.ReadAsync(buffer)) > 0)
        {
            expanded.Write(buffer, 0, count);
        }

        return expanded.ToArray();
    }

    /// <summary>A body that arrives in small pieces.</summary>
    private sealed class ChunkedStream(byte[] content, int chunk) : ReadOnlyStream
    {
        private int position;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int count = Math.Min(Math.Min(chunk, buffer.Length), content.Length - position);
            content.AsMemory(position, count).CopyTo(buffer);
            position += count;
            return ValueTask.FromResult(count);
        }
    }
}
