using System.Text.Json.Nodes;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;
using Hone.Training.Architectures;
using Hone.Training.Artifacts;
using Hone.Training.Inference;
using Hone.Training.Tests.Architectures;
using Hone.Training.Text;
using static TorchSharp.torch;

namespace Hone.Training.Tests.Artifacts;

public sealed class TaskCheckpointTests : IDisposable
{
    private static readonly PackedSequences Sequences = SampleSequences.Pack([[1, 2, 3], [4, 5]]);

    private readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(SampleBackbones.Names), MemberType = typeof(SampleBackbones))]
    public void TextClassifier_PredictsTheSame_SavedAndLoaded(string network)
    {
        using IDisposable noGrad = no_grad();
        using TextClassificationModel model = new(SampleBackbones.Create(network), labels: 2, Pooling.Mean);
        TextClassifierCheckpoint.Save(folder.Path, model, ModelFolder.Tokenizer(), new TextClassifierSettings { Labels = ["a", "b"], IsMultiLabel = true, Temperature = 2.5 });

        (TextClassificationModel loaded, TextClassifierSettings settings) = TextClassifierCheckpoint.Load(folder.Path);
        using (loaded)
        {
            Assert.True(Predict(model).Equals(Predict(loaded)));
            Assert.Equal((true, 2.5, Pooling.Mean), (settings.IsMultiLabel, settings.Temperature, settings.Pooling));
            Assert.Equal(["a", "b"], settings.Labels);
        }
    }

    [Theory]
    [InlineData("encoder", false)]
    [InlineData("encoder", true)]
    [InlineData("recurrent", true)]
    public void TokenClassifier_PredictsTheSame_SavedAndLoaded(string network, bool hasTransitions)
    {
        using IDisposable noGrad = no_grad();
        using TokenClassificationModel model = new(SampleBackbones.Create(network), labels: 3, hasTransitions);
        foreach (NamedTensor weight in model.NamedTensors().Where(weight => weight.Name.StartsWith("crf", StringComparison.Ordinal)))
        {
            weight.Tensor.normal_();
        }

        TokenClassifierCheckpoint.Save(folder.Path, model, ModelFolder.Tokenizer(), ["O", "B-x", "I-x"]);

        (TokenClassificationModel loaded, IReadOnlyList<string> labels) = TokenClassifierCheckpoint.Load(folder.Path);
        using (loaded)
        {
            Assert.True(Predict(model).Equals(Predict(loaded)));
            Assert.Equal(model.ReadTransitions()?.Transitions, loaded.ReadTransitions()?.Transitions);
            Assert.Equal(["O", "B-x", "I-x"], labels);
        }

        ModelExamination examination = ModelExamination.Examine(folder.Path);
        Assert.Equal(Domain.Tasks.TaskKind.TokenClassification, examination.Task);
    }

    [Theory]
    [InlineData("encoder")]
    [InlineData("recurrent")]
    public void RoleLabeler_IsRead_OnlyWithAPredicateAndTwoKindsOfToken(string network)
    {
        using TokenClassificationModel model = new(SampleBackbones.Create(network, tokenTypes: 2), labels: 4, hasTransitions: false);
        RoleLabelerCheckpoint.Save(folder.Path, model, ModelFolder.Tokenizer(), ["PREDICATE", "O", "B-x", "I-x"]);

        (TokenClassificationModel loaded, IReadOnlyList<string> tags, SenseInventory? senses) = RoleLabelerCheckpoint.Load(folder.Path);
        loaded.Dispose();
        ModelExamination examination = ModelExamination.Examine(folder.Path);

        Assert.Null(senses);
        Assert.Equal(["O", "B-x", "I-x"], tags);
        Assert.Equal((Domain.Tasks.TaskKind.SemanticRoleLabeling, 4), (examination.Task, examination.Labels.Count));
        TokenClassifierCheckpoint.Save(folder.Path, model, ModelFolder.Tokenizer(), ["O", "B-x", "I-x", "B-y"]);
        Assert.Equal(ProblemCodes.InvalidModelDirectory, Assert.Throws<RefusalException>(() => RoleLabelerCheckpoint.Load(folder.Path)).Code);
    }

    [Theory]
    [InlineData("encoder")]
    [InlineData("recurrent")]
    public void RoleLabeler_TellsTheSameSenses_SavedAndLoaded(string network)
    {
        using IDisposable noGrad = no_grad();
        using TokenClassificationModel model = SaveWithSenses(network);

        (TokenClassificationModel loaded, _, SenseInventory? senses) = RoleLabelerCheckpoint.Load(folder.Path);

        using (loaded)
        {
            Assert.True(Senses(model).Equals(Senses(loaded)));
            Assert.Equal(["be.01", "take.01", "take.02"], senses!.Senses);
            Assert.Equal(["IS", "took"], senses.Forms.Keys.Order(StringComparer.Ordinal));
            Assert.Equal([2, 1], senses.Forms["took"]);
        }

        ModelExamination examination = ModelExamination.Examine(folder.Path);
        Assert.Equal((Domain.Tasks.TaskKind.SemanticRoleLabeling, 4, model.ParameterCount()), (examination.Task, examination.Labels.Count, examination.Parameters));

        static Tensor Senses(TokenClassificationModel model)
        {
            model.eval();
            return model.forward(Sequences, tensor([0L]), tensor([1L, 4L])).Senses;
        }
    }

    [Theory]
    [InlineData("senses", "[]", "senses")]
    [InlineData("senses", "[\"be.01\",\"be.01\",\"take.02\"]", "twice")]
    [InlineData("senses", "[1,2,3]", "no text")]
    [InlineData("senses", "[\"be.01\",\"take.01\"]", "'took'")]
    [InlineData("senses", "[\"be.01\",\"take.01\",\"take.02\",\"take.03\"]", "senses.weight")]
    [InlineData("sense_forms", "null", "sense_forms")]
    [InlineData("sense_forms", "{\"is\":[3]}", "'is'")]
    [InlineData("sense_forms", "{\"is\":[]}", "'is'")]
    [InlineData("sense_forms", "{\"is\":[\"0\"]}", "'is'")]
    public void RoleLabeler_IsRefused_WhenItsSensesDoNotFit(string key, string value, string says)
    {
        SaveWithSenses("encoder").Dispose();
        string path = new ModelDirectory(folder.Path).Config;
        JsonObject configuration = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        configuration[key] = JsonNode.Parse(value);
        File.WriteAllText(path, configuration.ToJsonString());

        RefusalException refusal = Assert.Throws<RefusalException>(() => RoleLabelerCheckpoint.Load(folder.Path));

        Assert.Equal(ProblemCodes.InvalidModelDirectory, refusal.Code);
        Assert.Contains(says, refusal.Message + string.Concat(refusal.Problems.Select(problem => problem.Message)), StringComparison.Ordinal);
    }

    [Fact]
    public void TokenClassifier_IsRead_WithItsTagsInAnyOrder()
    {
        OutputTags outputs = OutputTags.Of(["I-b", "B-a", "O", "B-b"]);

        Assert.Equal(["O", "B-b", "I-b", "B-a", "I-a"], outputs.Tags.Tags);
        Assert.Equal([2, 3, 0, 1, -9], outputs.Arrange([0, 1, 2, 3], absent: -9));
        Assert.Equal(ProblemCodes.InvalidModelDirectory, Assert.Throws<RefusalException>(() => OutputTags.Of(["good", "bad"])).Code);
    }

    [Theory]
    [InlineData("one direction")]
    [InlineData("encoder")]
    public void LoadBase_ComputesTheSame_WithKindsOfTokenThatTheBaseDidNotKnow(string network)
    {
        using IDisposable noGrad = no_grad();
        using SentenceEmbeddingModel model = new(SampleBackbones.Create(network));
        BackboneCheckpoint.Save(folder.Path, model, ModelFolder.Tokenizer(), "Model", []);

        using SentenceEmbeddingModel widened = new(BackboneCheckpoint.LoadBase(folder.Path, dropout: 0, tokenTypes: 3));

        Assert.Equal(3, widened.Backbone.TokenTypes);
        Assert.True((Predict(model) - Predict(widened)).abs().max().item<float>() < 1e-6);
    }

    private TokenClassificationModel SaveWithSenses(string network)
    {
        TokenClassificationModel model = new(SampleBackbones.Create(network, tokenTypes: 2), labels: 4, hasTransitions: false, senses: 3);
        SenseInventory senses = new(["be.01", "take.01", "take.02"], new Dictionary<string, IReadOnlyList<int>> { ["took"] = [2, 1], ["IS"] = [0] });
        RoleLabelerCheckpoint.Save(folder.Path, model, ModelFolder.Tokenizer(), ["PREDICATE", "O", "B-x", "I-x"], senses);
        return model;
    }

    private static Tensor Predict(TaskModel model)
    {
        model.eval();
        return model.forward(Sequences);
    }
}
