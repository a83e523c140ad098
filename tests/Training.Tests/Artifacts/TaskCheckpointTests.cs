using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;
using Hone.Training.Architectures;
using Hone.Training.Artifacts;
using Hone.Training.Inference;
using Hone.Training.Tests.Architectures;
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

        Assert.Equal(["O", "B-x", "I-x"], tags);
        Assert.Equal((Domain.Tasks.TaskKind.SemanticRoleLabeling, 4), (examination.Task, examination.Labels.Count));
        TokenClassifierCheckpoint.Save(folder.Path, model, ModelFolder.Tokenizer(), ["O", "B-x", "I-x", "B-y"]);
        Assert.Equal(ProblemCodes.InvalidModelDirectory, Assert.Throws<RefusalException>(() => RoleLabelerCheckpoint.Load(folder.Path)).Code);
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

    private static Tensor Predict(TaskModel model)
    {
        model.eval();
        return model.forward(Sequences);
    }
}
