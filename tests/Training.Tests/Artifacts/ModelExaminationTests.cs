using System.Buffers.Binary;
using System.Text.Json.Nodes;
using CsCheck;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Architectures;
using Hone.Training.Artifacts;
using static TorchSharp.torch;

namespace Hone.Training.Tests.Artifacts;

public sealed class ModelExaminationTests
{
    private const string Word = "bert.embeddings.word_embeddings.weight";
    private const string Invalid = ProblemCodes.InvalidModelDirectory;

    /// <summary>What is done to a sound folder with a BERT, the code it is refused with, and what the problems say.</summary>
    private static readonly Dictionary<string, (Action<ModelFolder> Spoil, string Code, string[] Says)> Broken = new()
    {
        ["missing tensors"] = (
            folder => folder.Rewrite(weights => weights.Where(weight => weight.Key is not (Word or "cls.predictions.bias"))),
            Invalid,
            ["'bert.embeddings.word_embeddings.weight' is missing", "'cls.predictions.bias' is missing"]),
        ["wrong shapes"] = (
            folder => folder.Rewrite(weights => weights.Select(weight => KeyValuePair.Create(weight.Key, weight.Key == Word ? weight.Value.t() : weight.Value.numel() == 32 ? weight.Value[..31] : weight.Value))),
            Invalid,
            ["is [16, 50]; [50, 16] is needed", "'bert.encoder.layer.0.intermediate.dense.bias' is [31]; [32]", "'bert.encoder.layer.1.intermediate.dense.bias' is [31]; [32]"]),
        ["a format that is none of weights"] = (
            folder => folder.Rewrite(weights => weights.Select(weight => KeyValuePair.Create(weight.Key, weight.Key == Word ? weight.Value.to(ScalarType.Int32) : weight.Value))),
            Invalid,
            ["must be floating-point"]),
        ["numbers that are none"] = (
            folder => folder.Rewrite(weights => weights.Select(weight => KeyValuePair.Create(weight.Key, weight.Key == Word ? weight.Value / 0 : weight.Value))),
            Invalid,
            ["not finite"]),
        ["a far larger network than there are weights"] = (folder => folder.Configure("num_hidden_layers", 1_000_000), Invalid, ["describes a network of about", "the files hold"]),
        ["an unknown kind"] = (folder => folder.Configure("model_type", "t5"), ProblemCodes.UnsupportedArchitecture, ["'t5'", "distilbert"]),
        ["an unknown class"] = (folder => folder.Configure("architectures", new JsonArray("BertForQuestionAnswering")), ProblemCodes.UnsupportedArchitecture, ["'BertForQuestionAnswering'"]),
        ["an unknown activation, and positions of another kind"] = (
            folder =>
            {
                folder.Configure("hidden_act", "swish");
                folder.Configure("position_embedding_type", "relative_key");
            },
            Invalid,
            ["'hidden_act' is 'swish'", "'position_embedding_type' is 'relative_key'"]),
        ["a key twice"] = (folder => Replace(folder.File("config.json"), "\"pad_token_id\":", "\"hidden_size\": 16, \"pad_token_id\":"), Invalid, ["cannot be read"]),
        ["sizes that are missing or none"] = (
            folder =>
            {
                folder.Configure("hidden_size", null);
                folder.Configure("num_attention_heads", "two");
            },
            Invalid,
            ["'hidden_size' must be", "'num_attention_heads' must be"]),
        ["heads that do not divide"] = (folder => folder.Configure("num_attention_heads", 3), Invalid, ["divided among 3 heads"]),
        ["no configuration"] = (folder => File.Delete(folder.File("config.json")), Invalid, ["no config.json"]),
        ["a configuration that is cut off"] = (folder => File.WriteAllText(folder.File("config.json"), "{\"model_type\":"), Invalid, ["cannot be read"]),
        ["no weights"] = (folder => File.Delete(folder.File("model.safetensors")), Invalid, ["no model.safetensors"]),
        ["weights that are cut off"] = (
            folder => File.WriteAllBytes(folder.File("model.safetensors"), File.ReadAllBytes(folder.File("model.safetensors"))[..^100]), Invalid, ["is said to lie at"]),
        ["a header of four gigabytes"] = (folder => WriteHeaderLength(folder, 1UL << 32), Invalid, ["is said to have 4294967296 bytes"]),
        ["a pickle alone"] = (
            folder => File.Move(folder.File("model.safetensors"), folder.File("pytorch_model.bin")), ProblemCodes.PickleWeights, ["'pytorch_model.bin'", "safe_serialization"]),
        ["a missing shard"] = (
            folder =>
            {
                folder.Shard();
                File.Delete(folder.File("model-00002-of-00002.safetensors"));
            },
            Invalid,
            ["'model-00002-of-00002.safetensors' is missing"]),
        ["a shard elsewhere"] = (
            folder =>
            {
                folder.Shard();
                Replace(folder.File("model.safetensors.index.json"), "model-00002", "../model-00002");
            },
            Invalid,
            ["'../model-00002-of-00002.safetensors'", "beside it"]),
        ["an index that errs"] = (
            folder =>
            {
                folder.Shard();
                Replace(folder.File("model.safetensors.index.json"), "\"weight_map\":{", "\"weight_map\":{\"ghost\":\"model-00001-of-00002.safetensors\",");
            },
            Invalid,
            ["'ghost'"]),
        ["a larger vocabulary than the matrix"] = (folder => ModelFolder.Tokenizer(more: 3).Save(folder.Path), Invalid, ["has 53 tokens", "only 50 rows"]),
        ["an unknown tokenizer"] = (folder => Replace(folder.File("tokenizer.json"), "\"WordPiece\"", "\"Unigram\""), Invalid, ["Unigram"]),
        ["ids with a gap"] = (folder => Replace(folder.File("tokenizer.json"), "\"##s\": 49", "\"##s\": 77"), Invalid, ["ids of 'model.vocab' must run"]),
        ["no tokenizer"] = (
            folder =>
            {
                File.Delete(folder.File("tokenizer.json"));
                File.Delete(folder.File("vocab.txt"));
            },
            Invalid,
            ["vocab.txt"]),
        ["a record of something else"] = (folder => File.WriteAllText(folder.File("hone.json"), "{}"), Invalid, ["'hone.json' cannot be used"]),
        ["everything at once"] = (
            folder =>
            {
                File.Delete(folder.File("model.safetensors"));
                Replace(folder.File("tokenizer.json"), "\"WordPiece\"", "\"Unigram\"");
            },
            Invalid,
            ["Unigram", "no model.safetensors"]),
    };

    public static TheoryData<string> BrokenNames => [.. Broken.Keys];

    [Theory]
    [MemberData(nameof(BrokenNames))]
    public void Examine_NamesEverythingThatIsWrong(string name)
    {
        using ModelFolder folder = ModelFolder.Of("bert");
        (Action<ModelFolder> spoil, string code, string[] says) = Broken[name];
        spoil(folder);

        RefusalException refusal = Assert.Throws<RefusalException>(() => ModelExamination.Examine(folder.Path));

        Assert.Equal((RefusalKind.Invalid, code), (refusal.Kind, refusal.Code));
        string said = string.Join('\n', refusal.Problems.Select(problem => problem.Message));
        Assert.All(says, part => Assert.Contains(part, said, StringComparison.Ordinal));
        Assert.All(refusal.Problems, problem => Assert.NotNull(problem.File));
    }

    [Fact]
    public void Examine_RefusesOrReads_WhateverStandsInAFile()
    {
        using ModelFolder folder = ModelFolder.Of("bert");
        folder.Shard();
        Dictionary<string, byte[]> files = new[] { "config.json", "model.safetensors.index.json" }.ToDictionary(name => name, name => File.ReadAllBytes(folder.File(name)));
        Gen<byte[]> Damaged(byte[] whole) => Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Frequency((3, Gen.Char["0123456789\"{}[],:-.n"].Select(value => (byte)value)), (1, Gen.Byte))).Array[1, 3]
            .Select(changes =>
            {
                byte[] bytes = [.. whole];
                foreach ((int at, byte value) in changes)
                {
                    bytes[at] = value;
                }

                return bytes;
            });

        foreach ((string name, byte[] whole) in files)
        {
            Damaged(whole).Sample(
                bytes =>
                {
                    File.WriteAllBytes(folder.File(name), bytes);
                    try
                    {
                        Assert.True(ModelExamination.Examine(folder.Path).Parameters > 0);
                    }
                    catch (RefusalException refusal)
                    {
                        Assert.NotEmpty(refusal.Problems);
                    }
                },
                iter: 200,
                threads: 1);
            File.WriteAllBytes(folder.File(name), whole);
        }
    }

    [Theory]
    [InlineData("bert", "BertForMaskedLM", TaskKind.FillMask)]
    [InlineData("bert", "BertForPreTraining", TaskKind.FillMask)]
    [InlineData("distilbert", "DistilBertModel", TaskKind.FillMask)]
    [InlineData("roberta", null, TaskKind.FillMask)]
    [InlineData("gpt2", "GPT2LMHeadModel", TaskKind.TextGeneration)]
    [InlineData("gpt2", "GPT2Model", TaskKind.TextGeneration)]
    public void Examine_TellsWhatALanguageModelIsFor(string modelType, string? architecture, TaskKind task)
    {
        using ModelFolder folder = ModelFolder.Of(modelType);
        folder.Configure("architectures", architecture is null ? null : new JsonArray(architecture));

        ModelExamination found = ModelExamination.Examine(folder.Path);

        Assert.Equal((task, folder.Model.Family, architecture), (found.Task, found.Family, found.Architecture));
        Assert.Equal(folder.Model.parameters().Sum(parameter => parameter.numel()), found.Parameters);
        Assert.Empty(found.Warnings);
    }

    [Theory]
    [InlineData("bert")]
    [InlineData("distilbert")]
    [InlineData("roberta")]
    [InlineData("roberta-prelayernorm")]
    public void Examine_ReadsTheLabelsOfAClassifier_OrGivesThemNames(string modelType)
    {
        using ModelFolder folder = ModelFolder.Of(modelType);
        EncoderConfiguration sizes = ((MaskedLanguageModel)folder.Model).Encoder.Configuration;
        using (TextClassificationModel model = new(new Encoder(sizes), labels: 2, Pooling.Cls))
        {
            TextClassifierCheckpoint.Save(folder.Path, model, ModelFolder.Tokenizer(), new TextClassifierSettings { Labels = ["good", "bad"], Pooling = Pooling.Cls });
        }

        ModelExamination named = ModelExamination.Examine(folder.Path);
        folder.Configure("id2label", null);
        ModelExamination unnamed = ModelExamination.Examine(folder.Path);

        Assert.Equal((TaskKind.TextClassification, $"{sizes.Layout.ClassName}ForSequenceClassification"), (named.Task, named.Architecture));
        Assert.Equal(["good", "bad"], named.Labels);
        Assert.Equal(["LABEL_0", "LABEL_1"], unnamed.Labels);
        folder.Configure("id2label", new JsonObject { ["0"] = "good", ["1"] = "bad", ["2"] = "ugly" });
        string said = string.Join('\n', Assert.Throws<RefusalException>(() => ModelExamination.Examine(folder.Path)).Problems.Select(problem => problem.Message));
        Assert.Contains($"'{sizes.Layout.ClassifierHead.Classifier}.weight' is [2, 16]; [3, 16] is needed", said, StringComparison.Ordinal);
    }

    private static void Replace(string file, string part, string other)
    {
        string text = File.ReadAllText(file);
        Assert.Contains(part, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(part, other, StringComparison.Ordinal));
    }

    private static void WriteHeaderLength(ModelFolder folder, ulong length)
    {
        byte[] bytes = File.ReadAllBytes(folder.File("model.safetensors"));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        File.WriteAllBytes(folder.File("model.safetensors"), bytes);
    }
}
