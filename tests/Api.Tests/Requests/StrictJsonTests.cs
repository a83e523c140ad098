using System.Text;
using System.Text.Json;
using Hone.Api.Requests;
using Hone.Domain;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;

namespace Hone.Api.Tests.Requests;

public sealed class StrictJsonTests
{
    [Fact]
    public void Read_GivesBackWhatWasWritten()
    {
        PretrainSpecification specification = new()
        {
            Model = "m",
            Corpora = ["a", "b"],
            Architecture = new ArchitectureOptions { Preset = ArchitecturePreset.Tiny, Layers = 3 },
            Training = new PretrainingOptions { LearningRate = 2e-4, Seed = long.MaxValue },
        };
        string json = JsonSerializer.Serialize(specification, HoneJson.Options);
        Assert.Equal(json, JsonSerializer.Serialize(Read<PretrainSpecification>(json), HoneJson.Options));
    }

    [Fact]
    public void Read_FillsInDefaults_WhenOnlyNamesAreGiven()
    {
        PretrainSpecification specification = Read<PretrainSpecification>("""{"model":"m","corpora":["c"]}""");
        Assert.Equal(new PretrainingOptions(), specification.Training);
        Assert.Null(specification.Base);
    }

    [Theory]
    [InlineData("""{"model":"m"}""", "missing-field corpora")]
    [InlineData("""{"model":null,"corpora":["c"]}""", "wrong-type model")]
    [InlineData("""{"model":"m","corpora":[null]}""", "wrong-type corpora[0]")]
    [InlineData("""{"model":"m","corpora":["c",7]}""", "wrong-type corpora[1]")]
    [InlineData("""{"model":"m","corpora":"c"}""", "wrong-type corpora")]
    [InlineData("""{"model":"m","corpora":[]}""", "out-of-range corpora")]
    [InlineData("""{"model":"M!","corpora":["c"]}""", "invalid-name model")]
    [InlineData("""{"model":"m","model":"n","corpora":["c"]}""", "duplicate-field model")]
    [InlineData("""{"model":"m","corpora":["c"],"modle":1}""", "unknown-field modle")]
    [InlineData("""{"Model":"m","corpora":["c"]}""", "unknown-field Model", "missing-field model")]
    [InlineData("""{"model":"m","corpora":["c"],"kind":"pretrain"}""", "unknown-field kind")]
    [InlineData("""{"model":"m","corpora":["c"],"training":[]}""", "wrong-type training")]
    [InlineData("""{"model":"m","corpora":["c"],"training":null}""", "wrong-type training")]
    [InlineData("""{"model":"m","corpora":["c"],"training":{"steps":"10"}}""", "wrong-type training.steps")]
    [InlineData("""{"model":"m","corpora":["c"],"training":{"steps":1.5}}""", "wrong-type training.steps")]
    [InlineData("""{"model":"m","corpora":["c"],"training":{"steps":99999999999}}""", "out-of-range training.steps")]
    [InlineData("""{"model":"m","corpora":["c"],"training":{"steps":1e300}}""", "out-of-range training.steps")]
    [InlineData("""{"model":"m","corpora":["c"],"training":{"seed":9223372036854775808}}""", "out-of-range training.seed")]
    [InlineData("""{"model":"m","corpora":["c"],"training":{"learningRate":1e999}}""", "out-of-range training.learningRate")]
    [InlineData("""{"model":"m","corpora":["c"],"training":{"learningRate":true}}""", "wrong-type training.learningRate")]
    [InlineData("""{"model":"m","corpora":["c"],"training":{"schedule":"Cosine"}}""", "unknown-value training.schedule")]
    [InlineData("""{"model":"m","corpora":["c"],"training":{"schedule":1}}""", "unknown-value training.schedule")]
    [InlineData("""{"model":"m","corpora":["c"],"tokenizer":{"lowercase":"yes"}}""", "wrong-type tokenizer.lowercase")]
    [InlineData("""{"model":"\ud800","corpora":["c"]}""", "wrong-type model")]
    [InlineData("""{"model":"m","corpora":["c"],"\ud800":1}""", "unknown-field \uFFFD")]
    [InlineData("""[]""", "wrong-type ")]
    [InlineData(
        """{"corpora":["c"],"speed":9,"training":{"steps":0,"schedule":"warp","batchTokens":"many"}}""",
        "unknown-field speed",
        "unknown-value training.schedule",
        "wrong-type training.batchTokens",
        "missing-field model",
        "out-of-range training.steps")]
    public void Read_NamesEveryProblem(string json, params string[] expected)
    {
        RefusalException refusal = Assert.Throws<RefusalException>(() => Read<PretrainSpecification>(json));
        Assert.Equal(expected, refusal.Problems.Select(problem => $"{problem.Code} {problem.Field}"));
        Assert.Equal(expected.Length, refusal.ProblemCount);
        Assert.Equal(RefusalKind.Invalid, refusal.Kind);
    }

    [Fact]
    public void Read_ListsTheAllowedValues_WhenAValueIsUnknown()
    {
        RefusalException refusal = Assert.Throws<RefusalException>(
            () => Read<PretrainSpecification>("""{"model":"m","corpora":["c"],"training":{"schedule":"warp"}}"""));
        Assert.Contains("linear, cosine, constant", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("{", 1)]
    [InlineData("{\n\"model\": oops\n}", 2)]
    [InlineData("{\"model\":\"m\",}", 1)]
    [InlineData("{} {}", 1)]
    [InlineData("{\"model\":\n\n[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}", 3)]
    public void Read_NamesTheLine_WhenItIsNotJson(string json, long line)
    {
        RefusalException refusal = Assert.Throws<RefusalException>(() => Read<PretrainSpecification>(json));
        Problem problem = Assert.Single(refusal.Problems);
        Assert.Equal((ProblemCodes.InvalidJson, line), (problem.Code, problem.Line));
    }

    [Fact]
    public void Read_RefusesBytesThatAreNotUtf8()
    {
        byte[] json = [.. "{\"model\":\""u8, 0xff, .. "\"}"u8];
        RefusalException refusal = Assert.Throws<RefusalException>(() => StrictJson.Read<PretrainSpecification>(json, 32));
        Assert.Equal(ProblemCodes.NotUtf8, refusal.Code);
    }

    [Fact]
    public void Read_AcceptsWholeNumbersHoweverTheyAreWritten() =>
        Assert.Equal(1000, Read<PretrainSpecification>("""{"model":"m","corpora":["c"],"training":{"steps":1e3}}""").Training.Steps);

    [Fact]
    public void Read_QuotesLittleOfWhatWasSent()
    {
        string name = new('x', 10_000);
        RefusalException refusal = Assert.Throws<RefusalException>(() => Read<PretrainSpecification>($$"""{"model":"m","corpora":["c"],"{{name}}":1}"""));
        Assert.True(refusal.Message.Length < 500);
        Assert.All(refusal.Problems, problem => Assert.True(problem.Message.Length < 500 && problem.Field!.Length < 100));
    }

    private static T Read<T>(string json)
        where T : notnull => StrictJson.Read<T>(Encoding.UTF8.GetBytes(json), 32);
}
