using System.Text.Json.Nodes;
using Hone.Domain.Problems;
using Hone.Training.Architectures;
using Hone.Training.Artifacts;
using static TorchSharp.torch;

namespace Hone.Training.Tests.Artifacts;

/// <summary>Checkpoints as others write them give the network that they were made from.</summary>
public sealed class ForeignCheckpointTests
{
    private static readonly string[] ModelTypes = ["bert", "distilbert", "roberta", "roberta-prelayernorm", "gpt2"];

    /// <summary>What others do to a checkpoint, and how far the logits may be from the original's then.</summary>
    private static readonly Dictionary<string, (Action<ModelFolder> Change, float Tolerance)> Variants = new()
    {
        ["as it is written here"] = (_ => { }, 0),
        ["without the prefix of the model"] = (folder => folder.Rename(WithoutPrefix), 0),
        ["with the old names of norms"] = (folder => folder.Rename(WithOldNorms), 0),
        ["with the output matrix as well"] = (folder => folder.Rewrite(weights => weights.Append(KeyValuePair.Create(TiedMatrix(weights), weights[WordEmbeddings(weights)]))), 0),
        ["with constants of the implementation"] = (folder => folder.Rewrite(weights => weights.Concat(Buffers(weights))), 0),
        ["in shards"] = (folder => folder.Shard(), 0),
        ["in double precision"] = (folder => Convert(folder, ScalarType.Float64), 0),
        ["in float16"] = (folder => Convert(folder, ScalarType.Float16), 0.02f),
        ["in bfloat16"] = (folder => Convert(folder, ScalarType.BFloat16), 0.2f),
    };

    public static TheoryData<string, string> Cases
    {
        get
        {
            TheoryData<string, string> cases = [];
            foreach (string modelType in ModelTypes)
            {
                foreach (string variant in Variants.Keys)
                {
                    cases.Add(modelType, variant);
                }
            }

            return cases;
        }
    }

    public static TheoryData<string> Types => [.. ModelTypes];

    public static TheoryData<string> EncoderTypes => [.. ModelTypes.Where(type => type != "gpt2")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Load_GivesTheSameNetwork_HoweverOthersWriteIt(string modelType, string variant)
    {
        using ModelFolder folder = ModelFolder.Of(modelType);
        Variants[variant].Change(folder);

        using LanguageModel loaded = LanguageModelCheckpoint.Load(folder.Path);

        float[] expected = ModelFolder.Logits(folder.Model);
        Assert.All(expected.Zip(ModelFolder.Logits(loaded)), pair => Assert.Equal(pair.First, pair.Second, Variants[variant].Tolerance));
        Assert.True(expected.Max() - expected.Min() > 1);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Save_KeepsTheLayoutThatWasLoaded(string modelType)
    {
        using ModelFolder folder = ModelFolder.Of(modelType);
        using TemporaryDirectory again = new();
        byte[] weights = File.ReadAllBytes(folder.File("model.safetensors"));
        folder.Rename(WithoutPrefix);

        using (LanguageModel loaded = LanguageModelCheckpoint.LoadBase(folder.Path, dropout: 0.1, _ => { }))
        {
            LanguageModelCheckpoint.Save(again.Path, loaded, ModelFolder.Tokenizer());
        }

        Assert.Equal(weights, File.ReadAllBytes(again.File("model.safetensors")));
        Assert.Equal(modelType, JsonNode.Parse(File.ReadAllText(again.File("config.json")))!["model_type"]!.GetValue<string>());
    }

    [Theory]
    [MemberData(nameof(EncoderTypes))]
    public void LoadBase_StartsTheHeadAfresh_WhenTheCheckpointIsOfTheBareEncoder(string modelType)
    {
        using ModelFolder folder = ModelFolder.Of(modelType);
        MaskedLanguageModel original = (MaskedLanguageModel)folder.Model;
        string prefix = original.Encoder.Configuration.Layout.Prefix;
        folder.Rewrite(weights => weights.Where(weight => weight.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(weight => KeyValuePair.Create(weight.Key[prefix.Length..], weight.Value))
            .Append(KeyValuePair.Create("pooler.dense.weight", ones(16, 16))));
        List<string> warnings = [];

        using LanguageModel loaded = LanguageModelCheckpoint.LoadBase(folder.Path, dropout: 0, warnings.Add);

        foreach ((NamedTensor expected, NamedTensor actual) in original.Encoder.NamedTensors().Zip(((MaskedLanguageModel)loaded).Encoder.NamedTensors()))
        {
            Assert.True(expected.Tensor.equal(actual.Tensor).all().item<bool>());
        }

        Assert.Contains("afresh", warnings[0], StringComparison.Ordinal);
        Assert.Contains("'pooler.dense.weight'", warnings[1], StringComparison.Ordinal);
        Assert.Throws<RefusalException>(() => LanguageModelCheckpoint.Load(folder.Path));
    }

    [Fact]
    public void LoadBase_RefusesAHeadThatIsThereInPart()
    {
        using ModelFolder folder = ModelFolder.Of("roberta");
        folder.Rewrite(weights => weights.Where(weight => weight.Key != "lm_head.dense.weight"));

        RefusalException refusal = Assert.Throws<RefusalException>(() => LanguageModelCheckpoint.LoadBase(folder.Path, dropout: 0, _ => { }));

        Assert.Equal("lm_head.dense.weight", Assert.Single(refusal.Problems).Field);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Load_RefusesAnOutputMatrixOfItsOwn(string modelType)
    {
        using ModelFolder folder = ModelFolder.Of(modelType);
        folder.Rewrite(weights => weights.Append(KeyValuePair.Create(TiedMatrix(weights), weights[WordEmbeddings(weights)] + 1)));

        RefusalException refusal = Assert.Throws<RefusalException>(() => LanguageModelCheckpoint.Load(folder.Path));

        Assert.Contains("word embeddings", Assert.Single(refusal.Problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gelu_new")]
    [InlineData("gelu_pytorch_tanh")]
    [InlineData("relu")]
    public void Load_ComputesWithTheActivationThatIsNamed(string activation)
    {
        using ModelFolder folder = ModelFolder.Of("bert");
        folder.Configure("hidden_act", activation);

        using LanguageModel loaded = LanguageModelCheckpoint.Load(folder.Path);

        Assert.Contains(ModelFolder.Logits(folder.Model).Zip(ModelFolder.Logits(loaded)), pair => Math.Abs(pair.First - pair.Second) > 1e-5f);
    }

    private static string WithoutPrefix(string name)
    {
        foreach (string prefix in new[] { "bert.", "distilbert.", "roberta.", "roberta_prelayernorm.", "transformer." })
        {
            // DistilBERT's layers are called "transformer" themselves, behind the prefix.
            if (name.StartsWith(prefix, StringComparison.Ordinal) && !name.StartsWith("transformer.layer.", StringComparison.Ordinal))
            {
                return name[prefix.Length..];
            }
        }

        return name;
    }

    private static string WithOldNorms(string name) => name
        .Replace("orm.weight", "orm.gamma", StringComparison.Ordinal).Replace("orm.bias", "orm.beta", StringComparison.Ordinal)
        .Replace("ln_f.weight", "ln_f.gamma", StringComparison.Ordinal).Replace("ln_f.bias", "ln_f.beta", StringComparison.Ordinal);

    private static string TiedMatrix(Dictionary<string, Tensor> weights) =>
        weights.ContainsKey("transformer.wte.weight") ? "lm_head.weight"
        : weights.ContainsKey("vocab_projector.bias") ? "vocab_projector.weight"
        : weights.ContainsKey("cls.predictions.bias") ? "cls.predictions.decoder.weight"
        : "lm_head.decoder.weight";

    private static string WordEmbeddings(Dictionary<string, Tensor> weights) =>
        weights.Keys.Single(name => name.EndsWith("word_embeddings.weight", StringComparison.Ordinal) || name.EndsWith("wte.weight", StringComparison.Ordinal));

    private static IEnumerable<KeyValuePair<string, Tensor>> Buffers(Dictionary<string, Tensor> weights) => weights.ContainsKey("transformer.wte.weight")
        ? [KeyValuePair.Create("transformer.h.0.attn.bias", ones(1, 1, 24, 24, dtype: ScalarType.Bool)), KeyValuePair.Create("transformer.h.0.attn.masked_bias", tensor(-1e4f))]
        : [KeyValuePair.Create($"{WordEmbeddings(weights).Split('.')[0]}.embeddings.position_ids", arange(24, dtype: ScalarType.Int64).view(1, 24))];

    private static void Convert(ModelFolder folder, ScalarType type) =>
        folder.Rewrite(weights => weights.Select(weight => KeyValuePair.Create(weight.Key, weight.Value.to(type))));
}
