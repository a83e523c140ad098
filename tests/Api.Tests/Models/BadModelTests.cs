using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Hone.Api.Errors;
using Hone.Domain.Problems;

namespace Hone.Api.Tests.Models;

/// <summary>Everything that can be wrong with a model that is imported is answered with its status and code, and leaves nothing behind.</summary>
public sealed class BadModelTests(BadModelTests.Imports imports) : IClassFixture<BadModelTests.Imports>
{
    private const string Weights = "model.safetensors";
    private const int SymbolicLink = 0xA1FF;

    /// <summary>What is done to a sound archive, the answer, and what it says.</summary>
    private static readonly Dictionary<string, (Func<ZippedModel, ZippedModel> Spoil, int Status, string Code, string[] Says)> Table = new()
    {
        // The archive
        ["not a zip"] = (zip => zip.As("just text"u8.ToArray()), 400, ProblemCodes.InvalidArchive, []),
        ["nothing at all"] = (zip => zip.As([]), 400, ProblemCodes.InvalidArchive, []),
        ["cut off"] = (zip => zip.As(zip.ToArray()[..^200]), 400, ProblemCodes.InvalidArchive, []),
        ["damaged in the middle"] = (zip => zip.As(Damage(zip.ToArray())), 400, ProblemCodes.InvalidArchive, []),
        ["damaged in a file"] = (zip => zip.As(FlipWeight(zip.ToArray(), zip.Files[Weights])), 400, ProblemCodes.InvalidArchive, []),
        ["a bomb"] = (zip => zip.With("vocab.txt", new byte[2_500_000]), 413, ProblemCodes.ExpandsTooFar, []),
        ["a large text"] = (zip => zip.With("vocab.txt", Noise(3_000_001)), 413, ProblemCodes.ExpandsTooFar, []),
        ["many bytes"] = (zip => zip.With(Weights, Noise(7_000_000)), 413, ProblemCodes.ExpandsTooFar, []),
        ["many entries"] = (zip => Enumerable.Range(0, 60).Aggregate(zip, (all, i) => all.With($"more/{i}.txt", [])), 413, ProblemCodes.TooManyFiles, []),
        ["a directory of names"] = (zip => zip.With(new string('n', 60_000), []), 413, ProblemCodes.TooManyFiles, []),
        ["a body beyond the limit"] = (zip => zip.With("noise", Noise(9_000_000)), 413, ProblemCodes.BodyTooLarge, []),
        ["a way up"] = (zip => zip.With("../config.json", []), 400, ProblemCodes.UnsafePath, ["'../config.json'"]),
        ["a way up further in"] = (zip => zip.With("a/../../config.json", []), 400, ProblemCodes.UnsafePath, ["'a/../../config.json'"]),
        ["an absolute path"] = (zip => zip.With("/etc/config.json", []), 400, ProblemCodes.UnsafePath, ["'/etc/config.json'"]),
        ["a path of Windows"] = (zip => zip.With("..\\config.json", []).With("c:config.json", []), 400, ProblemCodes.UnsafePath, ["'..\\config.json'", "'c:config.json'"]),
        ["a link"] = (zip => zip.With("vocab.txt", "/etc/passwd"u8.ToArray(), SymbolicLink), 400, ProblemCodes.UnsafePath, ["'vocab.txt' is a link"]),
        ["a name twice"] = (zip => zip.With("CONFIG.json", []), 400, ProblemCodes.UnsafePath, ["'CONFIG.json' occurs twice"]),
        ["a model in one of two folders"] = (InOneOfTwoFolders, 400, ProblemCodes.InvalidModelDirectory, ["config.json"]),

        // The model
        ["a pickle alone"] = (
            zip => zip.Without(Weights).With("pytorch_model.bin", "a program"u8.ToArray()), 400, ProblemCodes.PickleWeights, ["'pytorch_model.bin'", "safe_serialization=True"]),
        ["no weights"] = (zip => zip.Without(Weights), 400, ProblemCodes.InvalidModelDirectory, ["no model.safetensors"]),
        ["no configuration"] = (zip => zip.Without("config.json"), 400, ProblemCodes.InvalidModelDirectory, ["no config.json"]),
        ["no tokenizer"] = (zip => zip.Without("tokenizer.json").Without("vocab.txt"), 400, ProblemCodes.InvalidModelDirectory, ["vocab.txt"]),
        ["an unknown architecture"] = (
            zip => zip.Replace("config.json", "\"bert\"", "\"t5\""), 400, ProblemCodes.UnsupportedArchitecture, ["'t5'"]),
        ["an unknown class"] = (
            zip => zip.Replace("config.json", "BertForMeanPooledSequenceClassification", "BertForMultipleChoice"),
            400,
            ProblemCodes.UnsupportedArchitecture,
            ["'BertForMultipleChoice'"]),
        ["missing tensors"] = (
            zip => zip.Replace("config.json", "\"num_hidden_layers\": 1", "\"num_hidden_layers\": 2"),
            400,
            ProblemCodes.InvalidModelDirectory,
            ["'bert.encoder.layer.1.attention.self.query.weight' is missing", "'bert.encoder.layer.1.output.LayerNorm.bias' is missing"]),
        ["wrong shapes"] = (
            zip => zip.Replace("config.json", "\"intermediate_size\": 64", "\"intermediate_size\": 48"),
            400,
            ProblemCodes.InvalidModelDirectory,
            ["'bert.encoder.layer.0.intermediate.dense.weight' is [64, 16]; [48, 16] is needed", "'bert.encoder.layer.0.output.dense.weight' is [16, 64]; [16, 48]"]),
        ["a network far too large"] = (
            zip => zip.Replace("config.json", "\"vocab_size\": ", "\"vocab_size\": 1").Replace("config.json", "\"num_hidden_layers\": 1", "\"num_hidden_layers\": 9999"),
            400,
            ProblemCodes.InvalidModelDirectory,
            ["describes a network of about"]),
        ["labels that the classifier does not have"] = (
            zip => zip.Replace("config.json", "\"1\": \"number\"", "\"1\": \"number\", \"2\": \"sound\""),
            400,
            ProblemCodes.InvalidModelDirectory,
            ["'classifier.weight' is [2, 16]; [3, 16] is needed"]),
        ["a record of another task"] = (
            zip => zip.Replace("hone.json", "\"task\": \"text-classification\"", "\"task\": \"fill-mask\""),
            400,
            ProblemCodes.InvalidModelDirectory,
            ["task or labels"]),
        ["cut off weights"] = (zip => zip.With(Weights, zip.Files[Weights][..^64]), 400, ProblemCodes.InvalidModelDirectory, ["is said to lie at"]),
        ["a header of four gigabytes"] = (zip => zip.With(Weights, WithHeaderLength(zip.Files[Weights], 1UL << 32)), 400, ProblemCodes.InvalidModelDirectory, ["4294967296"]),
        ["overlapping tensors"] = (
            zip => zip.With(Weights, Safetensors("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}""", 6)),
            400,
            ProblemCodes.InvalidModelDirectory,
            ["'b' starts at 2, inside"]),
        ["tensors beyond the file"] = (
            zip => zip.With(Weights, Safetensors("""{"a":{"dtype":"U8","shape":[40],"data_offsets":[0,40]}}""", 4)), 400, ProblemCodes.InvalidModelDirectory, ["is said to lie at 0 to 40"]),
        ["a shard elsewhere"] = (
            zip => zip.Without(Weights).With("model.safetensors.index.json", """{"weight_map":{"a":"../../secret.safetensors","b":"/etc/b.safetensors"}}"""u8.ToArray()),
            400,
            ProblemCodes.InvalidModelDirectory,
            ["'../../secret.safetensors'", "'/etc/b.safetensors'"]),
        ["missing shards"] = (
            zip => zip.Without(Weights).With("model.safetensors.index.json", """{"weight_map":{"a":"one.safetensors","b":"two.safetensors"}}"""u8.ToArray()),
            400,
            ProblemCodes.InvalidModelDirectory,
            ["'one.safetensors' is missing", "'two.safetensors' is missing"]),
        ["a vocabulary larger than the matrix"] = (
            zip => zip.Without("tokenizer.json").With("vocab.txt", [.. zip.Files["vocab.txt"], .. "\nmore\nand more"u8]), 400, ProblemCodes.InvalidModelDirectory, ["rows"]),
        ["an unknown tokenizer"] = (zip => zip.Replace("tokenizer.json", "\"WordPiece\"", "\"Unigram\""), 400, ProblemCodes.InvalidModelDirectory, ["Unigram"]),
        ["several at once"] = (
            zip => zip.Replace("tokenizer.json", "\"WordPiece\"", "\"Unigram\"").Replace("config.json", "\"gelu\"", "\"swish\""),
            400,
            ProblemCodes.InvalidModelDirectory,
            ["Unigram", "'swish'"]),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Import_IsRefused_AndLeavesNothing(string name)
    {
        (Func<ZippedModel, ZippedModel> spoil, int status, string code, string[] says) = Table[name];
        HoneService service = imports.Service;
        using HttpRequestMessage request = new(HttpMethod.Post, "/models/import?name=bad")
        {
            Content = spoil(await ZippedModel.DownloadAsync(service, TrainedService.Classifier)).ToContent(),
        };
        request.Headers.ExpectContinue = status == 413;

        using HttpResponseMessage response = await service.Client.SendAsync(request);

        ProblemResponse problem = await response.ReadProblemAsync((HttpStatusCode)status);
        Assert.Equal(code, problem.Code);
        string said = string.Join('\n', problem.Errors.Select(error => error.Message));
        Assert.All(says, part => Assert.Contains(part, said, StringComparison.Ordinal));
        await imports.AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task Import_IsRefused_WhenItIsNotSentAsItShouldBe()
    {
        foreach ((string query, HttpContent content, int status, string code) in new (string, HttpContent, int, string)[]
        {
            ("", Zip(), 400, ProblemCodes.MissingField),
            ("?name=Not%20A%20Name", Zip(), 400, ProblemCodes.InvalidName),
            ("?name=bad&format=zip", Zip(), 400, ProblemCodes.UnknownField),
            ("?name=bad", new StringContent("text"), 415, ProblemCodes.UnsupportedMediaType),
            ("?name=bad", JsonContent.Create(new { path = "anything" }), 403, ProblemCodes.ImportPathOff),
            ("?name=bad", JsonContent.Create(new { name = "other", path = "anything" }), 400, ProblemCodes.DuplicateField),
            ("", JsonContent.Create(new { path = "anything" }), 400, ProblemCodes.MissingField),
            ("", JsonContent.Create(new { name = "bad" }), 400, ProblemCodes.MissingField),
            ("?name=bad", JsonContent.Create(new { path = new string('a', 10_000) }), 413, ProblemCodes.BodyTooLarge),
            ("?name=bad", new MultipartFormDataContent { { new StringContent("x"), "archive", "a.zip" } }, 400, ProblemCodes.UnknownPart),
        })
        {
            using (content)
            {
                using HttpResponseMessage response = await imports.Service.Client.PostAsync(new Uri($"/models/import{query}", UriKind.Relative), content);
                Assert.Equal(code, (await response.ReadProblemAsync((HttpStatusCode)status)).Code);
            }
        }

        await imports.AssertNothingIsLeftAsync();
    }


    private static ByteArrayContent Zip() => new([]) { Headers = { ContentType = new("application/zip") } };

    private static ZippedModel InOneOfTwoFolders(ZippedModel zip)
    {
        foreach (string name in zip.Files.Keys.ToArray())
        {
            zip.With($"model/{name}", zip.Files[name]).Without(name);
        }

        return zip.With("other/notes.txt", []);
    }

    private static byte[] Noise(int length)
    {
        byte[] noise = new byte[length];
        new Random(1).NextBytes(noise);
        return noise;
    }

    private static byte[] Damage(byte[] archive)
    {
        archive.AsSpan(0, 4).Clear(); // the first entry's signature
        return archive;
    }

    /// <summary>Changes one bit of the last weight, which lies in the archive as it is.</summary>
    private static byte[] FlipWeight(byte[] archive, byte[] weights)
    {
        int end = archive.AsSpan().IndexOf(weights.AsSpan(^64..)) + 64;
        Assert.True(end >= 64);
        archive[end - 1] ^= 1;
        return archive;
    }

    private static byte[] Safetensors(string header, int dataBytes)
    {
        byte[] prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, header.Length);
        return [.. prefix, .. Encoding.UTF8.GetBytes(header), .. new byte[dataBytes]];
    }

    private static byte[] WithHeaderLength(byte[] weights, ulong length)
    {
        byte[] changed = [.. weights];
        BinaryPrimitives.WriteUInt64LittleEndian(changed, length);
        return changed;
    }

    /// <summary>A service with small limits on a copy of what is trained.</summary>
    public sealed class Imports(TrainedService trained) : IAsyncLifetime
    {
        private HoneService? service;
        private IReadOnlyList<string>? inventory;

        public HoneService Service => service ?? throw new InvalidOperationException("The service is not started.");

        public async ValueTask InitializeAsync()
        {
            service = await trained.CopyAsync(
                "Limits:RequestBytes=5000", "Limits:UploadBytes=8000000", "Limits:DecompressedBytes=6000000", "Limits:ModelTextBytes=3000000", "Limits:DecompressionRatio=20", "Limits:ArchiveFiles=50");
            inventory = await service.InventoryAsync();
        }

        public ValueTask DisposeAsync() => Service.DisposeAsync();

        public async Task AssertNothingIsLeftAsync()
        {
            Assert.Equal(inventory!, await Service.InventoryAsync());
            Assert.DoesNotContain(Directory.EnumerateDirectories(Path.Combine(Service.DataPath, "tmp")), folder => Directory.EnumerateFileSystemEntries(folder).Any());
        }
    }
}
