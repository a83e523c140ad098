using System.Text.Json.Nodes;
using Hone.Training.Architectures;
using Hone.Training.Artifacts;
using Hone.Training.Tests.Architectures;
using Hone.Training.Tokenization;
using static TorchSharp.torch;

namespace Hone.Training.Tests.Artifacts;

/// <summary>A folder with a small language model, which a test then makes to what others write, or spoils.</summary>
internal sealed class ModelFolder : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public ModelFolder(LanguageModel model)
    {
        Model = model;
        LanguageModelCheckpoint.Save(Path, model, Tokenizer());
    }

    public LanguageModel Model { get; }

    public string Path => directory.Path;

    /// <summary>A masked language model with weights unlike any start, biases and norms included.</summary>
    public static ModelFolder OfEncoder(string modelType, int tokenTypes = 2)
    {
        EncoderConfiguration sizes = SampleSequences.Small with
        {
            Layout = Hone.Training.Architectures.Layouts.EncoderLayouts.Find(modelType)!,
            TokenTypes = modelType == "distilbert" ? 0 : tokenTypes,
        };
        return new ModelFolder(Shake(new MaskedLanguageModel(sizes)));
    }

    public static ModelFolder OfDecoder() => new(Shake(new DecoderLanguageModel(new DecoderConfiguration
    {
        VocabularySize = SampleSequences.Small.VocabularySize,
        Hidden = 16,
        Layers = 2,
        Heads = 2,
        MaxLength = 24,
        Dropout = 0,
    })));

    public static ModelFolder Of(string modelType) => modelType == "gpt2" ? OfDecoder() : OfEncoder(modelType);

    /// <summary>Fifty tokens: BERT's special ones and pieces of one letter.</summary>
    public static Tokenizer Tokenizer(int more = 0) => new WordPieceTokenizer(
        [
            .. SpecialTokens.All,
            .. Enumerable.Range(0, 26).Select(i => $"{(char)('a' + i)}"),
            .. Enumerable.Range(0, 19).Select(i => $"##{(char)('a' + i)}"),
            .. Enumerable.Range(0, more).Select(i => $"{(char)('0' + i)}"),
        ],
        lowercase: true,
        stripAccents: null);

    /// <summary>The logits of a few sequences, at every token.</summary>
    public static float[] Logits(LanguageModel model)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        model.eval();
        PackedSequences sequences = SampleSequences.Pack([[2, 7, 9, 3], [2, 11, 3], [4]]);
        return model.forward(sequences, arange(8, dtype: ScalarType.Int64)).data<float>().ToArray();
    }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The weights, read into memory.</summary>
    public Dictionary<string, Tensor> Weights()
    {
        using SafetensorsFile file = SafetensorsFile.Open(File("model.safetensors"));
        return file.Tensors.Keys.ToDictionary(name => name, name => file.Read(name));
    }

    /// <summary>Writes the weights anew, as a change of all of them makes them.</summary>
    public void Rewrite(Func<Dictionary<string, Tensor>, IEnumerable<KeyValuePair<string, Tensor>>> change)
    {
        using IDisposable scope = NewDisposeScope();
        SafetensorsWriter.Write(File("model.safetensors"), [.. change(Weights())]);
    }

    /// <summary>Renames every tensor.</summary>
    public void Rename(Func<string, string> rename) => Rewrite(weights => weights.Select(weight => KeyValuePair.Create(rename(weight.Key), weight.Value)));

    /// <summary>Splits the weights into two shards with an index.</summary>
    public void Shard()
    {
        using IDisposable scope = NewDisposeScope();
        KeyValuePair<string, Tensor>[] weights = [.. Weights()];
        JsonObject map = [];
        for (int shard = 0; shard < 2; shard++)
        {
            string name = $"model-0000{shard + 1}-of-00002.safetensors";
            KeyValuePair<string, Tensor>[] part = [.. weights.Where((_, index) => index % 2 == shard)];
            SafetensorsWriter.Write(File(name), part);
            foreach ((string tensor, _) in part)
            {
                map[tensor] = name;
            }
        }

        System.IO.File.Delete(File("model.safetensors"));
        System.IO.File.WriteAllText(File("model.safetensors.index.json"), new JsonObject { ["metadata"] = new JsonObject(), ["weight_map"] = map }.ToJsonString());
    }

    /// <summary>Changes a value of <c>config.json</c>; null takes it out.</summary>
    public void Configure(string key, JsonNode? value)
    {
        JsonObject configuration = JsonNode.Parse(System.IO.File.ReadAllText(File("config.json")))!.AsObject();
        configuration.Remove(key);
        if (value is not null)
        {
            configuration[key] = value;
        }

        System.IO.File.WriteAllText(File("config.json"), configuration.ToJsonString());
    }

    public void Dispose()
    {
        Model.Dispose();
        directory.Dispose();
    }

    private static T Shake<T>(T model)
        where T : LanguageModel
    {
        using IDisposable noGrad = no_grad();
        int phase = 0;
        foreach (var parameter in model.parameters())
        {
            using IDisposable scope = NewDisposeScope();
            parameter.add_((arange(parameter.numel(), dtype: ScalarType.Float32) + (7 * phase++)).sin().mul(0.2).view(parameter.shape));
        }

        return model;
    }
}
