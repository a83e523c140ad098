using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Hone.Domain;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Models;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Artifacts;
using Hone.Training.Evaluation;

namespace Hone.Training.Tests.Artifacts;

public sealed class ModelDirectoryTests : IDisposable
{
    private readonly ModelDirectory model = new(Directory.CreateTempSubdirectory("hone-model-").FullName);

    public ModelDirectoryTests()
    {
        File.WriteAllText(model.Config, """{"model_type":"bert"}""");
        File.WriteAllBytes(model.Weights, RandomNumberGenerator.GetBytes(300_000));
        File.WriteAllText(model.Vocabulary, string.Join('\n', Enumerable.Range(0, 300_000).Select(index => index * 7919L % 1_000_003)));
        Directory.CreateDirectory(Path.Combine(model.Path, "more"));
        File.WriteAllText(Path.Combine(model.Path, "more", "empty.txt"), "");
    }

    public void Dispose() => Directory.Delete(model.Path, recursive: true);

    [Fact]
    public async Task WriteZipAsync_WritesEveryFile_ToAStreamThatOnlyTakesAsyncWrites()
    {
        using MemoryStream archive = new();
        await using (AsyncOnlyStream destination = new(archive))
        {
            await model.WriteZipAsync(destination, TestContext.Current.CancellationToken);
        }

        using ZipArchive zip = new(new MemoryStream(archive.ToArray()));
        Assert.Equal(["config.json", "model.safetensors", "more/empty.txt", "vocab.txt"], zip.Entries.Select(entry => entry.FullName));
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            using MemoryStream content = new();
            await using Stream source = await entry.OpenAsync(TestContext.Current.CancellationToken);
            await source.CopyToAsync(content, TestContext.Current.CancellationToken);
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(model.Path, entry.FullName), TestContext.Current.CancellationToken), content.ToArray());
        }

        ZipArchiveEntry weights = zip.GetEntry("model.safetensors")!;
        Assert.Equal(weights.Length, weights.CompressedLength);
        Assert.True(zip.GetEntry("vocab.txt")!.CompressedLength < zip.GetEntry("vocab.txt")!.Length);
    }

    [Fact]
    public async Task WriteZipAsync_StopsWhenCancelled() => await Assert.ThrowsAnyAsync<OperationCanceledException>(
        async () => await model.WriteZipAsync(Stream.Null, new CancellationToken(canceled: true)));

    [Fact]
    public void CountBytes_CountsFilesInFolders() =>
        Assert.Equal(new DirectoryInfo(model.Path).GetFiles("*", SearchOption.AllDirectories).Sum(file => file.Length), model.CountBytes());

    [Fact]
    public async Task HashWeightsAsync_IsTheSha256OfTheFile() => Assert.Equal(
        Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(model.Weights, TestContext.Current.CancellationToken))),
        await model.HashWeightsAsync(TestContext.Current.CancellationToken));

    [Fact]
    public void Record_SurvivesItsFile()
    {
        ModelRecord record = new()
        {
            Task = TaskKind.TextClassification,
            Family = ModelFamily.TransformerEncoder,
            Labels = ["négatif", "positif"],
            Parameters = 42,
            Lineage = new Lineage
            {
                Base = "base:1",
                Specification = JsonSerializer.SerializeToElement(new { model = "m" }),
                Seed = 1,
                Libraries = new Dictionary<string, string> { ["libtorch"] = "2.10.0" },
            },
            Metrics = new Dictionary<string, double> { ["test/accuracy"] = 0.5 },
            Evaluations = new Dictionary<string, JsonElement> { ["test"] = JsonSerializer.SerializeToElement(ClassificationMetrics.Compute([0, 1], [0, 0], ["négatif", "positif"]), HoneJson.Options) },
        };

        model.WriteRecord(record);

        Assert.Equal(JsonSerializer.Serialize(record, HoneJson.Options), JsonSerializer.Serialize(model.ReadRecord(), HoneJson.Options));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{}")]
    public void ReadRecord_RefusesWhatHoneDidNotWrite(string? content)
    {
        if (content is not null)
        {
            File.WriteAllText(model.Record, content);
        }

        Assert.Equal(ProblemCodes.InvalidModelDirectory, Assert.Throws<RefusalException>(model.ReadRecord).Code);
    }

    /// <summary>A response body as Kestrel gives it: no position, no synchronous writes.</summary>
    private sealed class AsyncOnlyStream(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() => throw new InvalidOperationException("Synchronous operations are disallowed.");

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new InvalidOperationException("Synchronous operations are disallowed.");

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(buffer, cancellationToken);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            inner.WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }
}
