using System.Diagnostics;
using System.Runtime.CompilerServices;
using Hone.Domain.Jobs.Specifications;
using Hone.Training.Architectures;
using Hone.Training.Artifacts;
using Hone.Training.Tests.Architectures;
using static TorchSharp.torch;

namespace Hone.Training.Tests.Artifacts;

/// <summary>Files go both ways between Hone and Python's safetensors, and give the same numbers on either side.</summary>
public sealed class PyTorchTests
{
    private const float Tolerance = 1e-4f;

    private static readonly string[] Encoders = ["bert", "distilbert", "roberta", "roberta-prelayernorm"];

    [Theory]
    [InlineData("encoder")]
    [InlineData("distilbert")]
    [InlineData("roberta")]
    [InlineData("roberta-prelayernorm")]
    [InlineData("decoder")]
    [InlineData("recurrent-tanh")]
    [InlineData("recurrent-lstm")]
    public void Load_ReadsWhatPythonWrote(string name)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        using TemporaryDirectory directory = new();
        using GoldenNetwork golden = GoldenNetwork.Open(name);
        golden.WriteDirectory(directory.Path);
        List<string> warnings = [];

        using LanguageModel model = LanguageModelCheckpoint.LoadBase(directory.Path, dropout: 0, warnings.Add);

        model.eval();
        Tensor logits = model.forward(golden.Sequences(), golden.Tensor("rows"));
        Assert.InRange((golden.Tensor("logits") - logits).abs().max().item<float>(), 0, Tolerance);
        Assert.Contains("'tokens'", Assert.Single(warnings), StringComparison.Ordinal); // the file holds more than the weights
    }

    [Fact]
    public async Task Save_WritesWhatPyTorchComputesTheSameFrom()
    {
        string? python = Environment.GetEnvironmentVariable("HONE_PYTHON");
        Assert.SkipWhen(string.IsNullOrEmpty(python), "HONE_PYTHON names no Python that has torch, numpy and safetensors.");
        using TemporaryDirectory directory = new();
        List<string> folders = [];
        foreach (string modelType in Encoders.Append("gpt2"))
        {
            using ModelFolder folder = ModelFolder.Of(modelType);
            folders.Add(Keep(folder, directory.File(modelType)));
            if (folder.Model is MaskedLanguageModel masked)
            {
                folders.Add(WriteClassifier(masked.Encoder.Configuration, directory.File($"{modelType}-classifier")));
            }
        }

        ProcessStartInfo start = new(python!) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in new[] { PathOfReference(), "check" }.Concat(folders))
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper?.WriteLine(output);
        Assert.True(process.ExitCode == 0, output + await errors);
        Assert.Equal(folders.Count, output.Split('\n').Count(line => line.EndsWith(": equal", StringComparison.Ordinal)));
    }

    /// <summary>Moves a language model aside, with what it makes of a few sequences.</summary>
    private static string Keep(ModelFolder folder, string place)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        Directory.CreateDirectory(place);
        foreach (string file in Directory.GetFiles(folder.Path))
        {
            File.Move(file, Path.Combine(place, Path.GetFileName(file)));
        }

        folder.Model.eval();
        Tensor rows = arange(9, dtype: ScalarType.Int64);
        return Expect(place, [KeyValuePair.Create("rows", rows), KeyValuePair.Create("logits", folder.Model.forward(Sequences(), rows))]);
    }

    private static string WriteClassifier(EncoderConfiguration sizes, string place)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        using TextClassificationModel model = new(new Encoder(sizes), labels: 3, Pooling.Cls);
        Directory.CreateDirectory(place);
        TextClassifierCheckpoint.Save(place, model, ModelFolder.Tokenizer(), new TextClassifierSettings { Labels = ["one", "two", "three"], Pooling = Pooling.Cls });
        model.eval();
        return Expect(place, [KeyValuePair.Create("scores", model.forward(Sequences()))]);
    }

    private static string Expect(string place, IEnumerable<KeyValuePair<string, Tensor>> results)
    {
        PackedSequences sequences = Sequences();
        SafetensorsWriter.Write(
            Path.Combine(place, "expected.safetensors"),
            [KeyValuePair.Create("tokens", sequences.Tokens), KeyValuePair.Create("lengths", tensor([4L, 3L, 1L, 1L])), .. results]);
        return place;
    }

    private static PackedSequences Sequences() => SampleSequences.Pack([[2, 7, 9, 3], [2, 11, 3], [4], [30]]);

    private static string PathOfReference([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "reference", "networks.py"));
}
