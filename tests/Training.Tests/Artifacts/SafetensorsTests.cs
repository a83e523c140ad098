using System.Buffers.Binary;
using System.Text;
using CsCheck;
using Hone.Domain.Problems;
using Hone.Training.Artifacts;
using TorchSharp;

namespace Hone.Training.Tests.Artifacts;

public sealed class SafetensorsTests : IDisposable
{
    private static readonly torch.ScalarType[] Types =
    [
        torch.ScalarType.Float64, torch.ScalarType.Float32, torch.ScalarType.Float16, torch.ScalarType.BFloat16, torch.ScalarType.Int64,
        torch.ScalarType.Int32, torch.ScalarType.Int16, torch.ScalarType.Int8, torch.ScalarType.Byte, torch.ScalarType.Bool,
    ];

    private readonly string directory = Directory.CreateTempSubdirectory("hone-safetensors-").FullName;
    private readonly DisposeScope scope = torch.NewDisposeScope();

    private string FilePath => Path.Combine(directory, "model.safetensors");

    private static string Golden => Path.Combine(AppContext.BaseDirectory, "Artifacts", "Golden", "pytorch.safetensors");

    public void Dispose()
    {
        scope.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public void WhatIsWritten_IsReadBack_InEveryTypeAndShape() =>
        Gen.Select(Gen.Int[0, Types.Length - 1].Select(index => Types[index]), Gen.Long[0, 5].Array[0, 4]).Array[0, 5].Sample(
            items =>
            {
                using DisposeScope _ = torch.NewDisposeScope();
                KeyValuePair<string, torch.Tensor>[] tensors =
                    [.. items.Select((item, index) => KeyValuePair.Create($"layer.{index}.\"weight\" é", torch.randint(0, 2, item.Item2).to(item.Item1)))];
                string path = Path.Combine(directory, Guid.NewGuid().ToString());

                SafetensorsWriter.Write(path, tensors, new Dictionary<string, string> { ["note"] = "a\nb" });

                using SafetensorsFile file = SafetensorsFile.Open(path);
                Assert.Equal(tensors.Length, file.Tensors.Count);
                Assert.Equal("a\nb", file.Metadata["note"]);
                foreach ((string name, torch.Tensor tensor) in tensors)
                {
                    AssertSame(tensor, file.Read(name));
                }
            },
            iter: 50);

    [Fact]
    public void Open_ReadsWhatPyTorchWrote()
    {
        using SafetensorsFile file = SafetensorsFile.Open(Golden);

        Assert.Equal("pt", file.Metadata["format"]);
        foreach ((string name, torch.Tensor expected) in MadeUpTensors())
        {
            AssertSame(expected, file.Read(name));
        }
    }

    [Fact]
    public void Write_GivesTheBytesThatPyTorchGives()
    {
        SafetensorsWriter.Write(FilePath, MadeUpTensors());

        Assert.Equal(File.ReadAllBytes(Golden), File.ReadAllBytes(FilePath));
    }

    [Fact]
    public void Write_StoresViewsAsTheyLook()
    {
        torch.Tensor transposed = torch.arange(6).view(2, 3).t();

        SafetensorsWriter.Write(FilePath, [KeyValuePair.Create("t", transposed)]);

        using SafetensorsFile file = SafetensorsFile.Open(FilePath);
        AssertSame(transposed.contiguous(), file.Read("t"));
    }

    [Fact]
    public void Write_MovesTensorsLargerThanOnePiece()
    {
        torch.Tensor large = torch.arange((SafetensorsFormat.Chunk / 4) + 3, torch.ScalarType.Int32);

        SafetensorsWriter.Write(FilePath, [KeyValuePair.Create("large", large)]);

        using SafetensorsFile file = SafetensorsFile.Open(FilePath);
        AssertSame(large, file.Read("large"));
    }

    [Fact]
    public void Write_ReplacesAFileWholly_AndLeavesNothingElse()
    {
        File.WriteAllText(FilePath, new string('x', 10_000));

        SafetensorsWriter.Write(FilePath, [KeyValuePair.Create("t", torch.ones(2))]);

        using SafetensorsFile file = SafetensorsFile.Open(FilePath);
        Assert.Equal(["t"], file.Tensors.Keys);
        Assert.Equal([FilePath], Directory.GetFiles(directory));
    }

    [Fact]
    public void Write_LeavesWhatWasThere_WhenATensorCannotBeStored()
    {
        File.WriteAllText(FilePath, "before");

        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(FilePath, [KeyValuePair.Create("z", torch.zeros(1, torch.ScalarType.ComplexFloat32))]));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(FilePath, [KeyValuePair.Create("t", torch.ones(1)), KeyValuePair.Create("t", torch.ones(1))]));

        Assert.Equal("before", File.ReadAllText(FilePath));
        Assert.Equal([FilePath], Directory.GetFiles(directory));
    }

    [Fact]
    public void Read_ConvertsToTheTypeAskedFor()
    {
        SafetensorsWriter.Write(FilePath, [KeyValuePair.Create("t", torch.tensor(new[] { 0.5f, -3f }))]);

        using SafetensorsFile file = SafetensorsFile.Open(FilePath);
        AssertSame(torch.tensor(new[] { 0.5f, -3f }).to(torch.ScalarType.BFloat16), file.Read("t", type: torch.ScalarType.BFloat16));
    }

    [Fact]
    public void Read_RefusesAnAbsentTensor()
    {
        using SafetensorsFile file = SafetensorsFile.Open(Golden);

        Assert.Contains("'absent'", Assert.Throws<RefusalException>(() => file.Read("absent")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "'a'")]
    [InlineData("""{"a":{"dtype":"F13","shape":[2],"data_offsets":[0,8]}}""", 8, "number format 'F13'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,16]}}""", 8, "'a' is said to lie at 0 to 16")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "'a' is said to lie at 8 to 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "'a' has the shape [3]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4611686018427387904],"data_offsets":[0,0]}}""", 0, "'a' has the shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0,9223372036854775807],"data_offsets":[0,0]}}""", 0, "'a' has the shape")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],"data_offsets":[0,1]}}""", 1, "'a' has 17 dimensions")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "'a' must have")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", 8, "'a' must have")]
    [InlineData("""{"a":7}""", 0, "'a' must have")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}""", 6, "'b' starts at 2, inside")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[5,9]}}""", 9, "'b' starts at 5, after a gap")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 5, "1 bytes after the last tensor")]
    [InlineData("""{"__metadata__":{"format":7}}""", 0, "'__metadata__' must be an object of texts")]
    [InlineData("""{"\ud800":7}""", 0, "not Unicode")]
    [InlineData("""[]""", 0, "not a JSON object")]
    [InlineData("""{"a":""", 0, "not valid JSON")]
    [InlineData("""{"a":[[[[[[[[[[]]]]]]]]]]}""", 0, "not valid JSON")]
    public void Open_RefusesAnUnsoundHeader_AndNamesTheTensor(string header, int dataBytes, string expected)
    {
        File.WriteAllBytes(FilePath, Assemble((ulong)header.Length, header, dataBytes));

        RefusalException refusal = Assert.Throws<RefusalException>(() => SafetensorsFile.Open(FilePath));

        Assert.Equal((RefusalKind.Invalid, ProblemCodes.InvalidModelDirectory), (refusal.Kind, refusal.Code));
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 40)]
    [InlineData(3UL)]
    [InlineData(100_000_001UL)]
    public void Open_RefusesAHeaderLongerThanTheFileOrTheLimit(ulong length)
    {
        File.WriteAllBytes(FilePath, Assemble(length, "{}", 0));

        Assert.Throws<RefusalException>(() => SafetensorsFile.Open(FilePath));
    }

    [Fact]
    public void Open_ListsEveryProblem()
    {
        string header = """{"a":{"dtype":"F13","shape":[2],"data_offsets":[0,8]},"b":7}""";
        File.WriteAllBytes(FilePath, Assemble((ulong)header.Length, header, 8));

        RefusalException refusal = Assert.Throws<RefusalException>(() => SafetensorsFile.Open(FilePath));

        Assert.Equal(["a", "b"], refusal.Problems.Select(problem => problem.Field));
        Assert.All(refusal.Problems, problem => Assert.Equal("model.safetensors", problem.File));
    }

    [Fact]
    public void DamagedBytes_AreRefusedOrRead_NeverWorse()
    {
        byte[] whole = File.ReadAllBytes(Golden);
        int header = (int)BinaryPrimitives.ReadUInt64LittleEndian(whole) + 8;
        Gen<byte[]> changed = Gen.Select(Gen.Int[0, header - 1], Gen.Frequency((3, Gen.Char["0123456789"].Select(digit => (byte)digit)), (1, Gen.Byte))).Array[1, 4].Select(changes =>
        {
            byte[] bytes = [.. whole];
            foreach ((int at, byte value) in changes)
            {
                bytes[at] = value;
            }

            return bytes;
        });
        Gen<byte[]> cut = Gen.Int[0, whole.Length - 1].Select(length => whole[..length]);

        Gen.OneOf(changed, cut, Gen.Byte.Array).Sample(
            bytes =>
            {
                string path = Path.Combine(directory, Guid.NewGuid().ToString());
                File.WriteAllBytes(path, bytes);
                try
                {
                    using SafetensorsFile file = SafetensorsFile.Open(path);
                    foreach ((string name, TensorInfo tensor) in file.Tensors)
                    {
                        using torch.Tensor read = file.Read(name);
                        Assert.Equal(tensor.Shape, read.shape);
                    }
                }
                catch (RefusalException refusal)
                {
                    Assert.Equal(ProblemCodes.InvalidModelDirectory, refusal.Code);
                }
            },
            iter: 1000);
    }

    [Fact]
    public void Tensors_LeaveNothingBehind()
    {
        SafetensorsWriter.Write(FilePath, MadeUpTensors());
        using SafetensorsFile file = SafetensorsFile.Open(FilePath);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        foreach (string name in file.Tensors.Keys)
        {
            file.Read(name).Dispose();
            file.Read(name, type: torch.ScalarType.BFloat16).Dispose();
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    /// <summary>The tensors of the golden file, which <c>safetensors.torch.save_file</c> wrote in Python.</summary>
    private static KeyValuePair<string, torch.Tensor>[] MadeUpTensors() =>
    [
        KeyValuePair.Create("embeddings.weight", (torch.arange(12, torch.ScalarType.Float32).view(3, 4) / 8) - 0.5f),
        KeyValuePair.Create("layer.0.bias", torch.tensor(new[] { 1.5f, -2.25f, float.PositiveInfinity }).to(torch.ScalarType.Float16)),
        KeyValuePair.Create("layer.0.weight", torch.tensor(new[,] { { 0.1f, -0.2f }, { 3.0e38f, 1e-30f } }).to(torch.ScalarType.BFloat16)),
        KeyValuePair.Create("ids", torch.tensor(new[] { -1L, 0L, 1L << 62 })),
        KeyValuePair.Create("double", torch.tensor(0.1, torch.ScalarType.Float64)),
        KeyValuePair.Create("i32", torch.tensor(new[,] { { 1 }, { int.MinValue } })),
        KeyValuePair.Create("i16", torch.tensor(new short[] { -5, 300 })),
        KeyValuePair.Create("i8", torch.tensor(new sbyte[] { -128, 127, 3 })),
        KeyValuePair.Create("u8", torch.tensor(new byte[] { 0, 255 })),
        KeyValuePair.Create("mask", torch.tensor(new[] { true, false, true })),
        KeyValuePair.Create("empty", torch.zeros(0, 4)),
        KeyValuePair.Create("gamma", torch.ones(2)),
    ];

    private static byte[] Assemble(ulong length, string header, int dataBytes)
    {
        byte[] prefix = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, length);
        return [.. prefix, .. Encoding.UTF8.GetBytes(header), .. new byte[dataBytes]];
    }

    private static void AssertSame(torch.Tensor expected, torch.Tensor actual)
    {
        Assert.Equal(expected.dtype, actual.dtype);
        Assert.Equal(expected.shape, actual.shape);
        Assert.Equal(expected.bytes.ToArray(), actual.bytes.ToArray());
    }
}
