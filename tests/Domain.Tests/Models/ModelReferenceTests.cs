using CsCheck;
using Hone.Domain.Models;
using Hone.Domain.Problems;

namespace Hone.Domain.Tests.Models;

public sealed class ModelReferenceTests
{
    private static readonly Gen<string> Names =
        Gen.Select(Gen.Char["abcxyz019"], Gen.String[Gen.Char["abc019._-"], 0, 62], (first, rest) => first + rest).Where(ResourceName.IsValid);

    private static readonly Gen<ModelReference> References = Gen.OneOf(
        Names.Select(name => new ModelReference(name)),
        Gen.Select(Names, Names, (name, alias) => new ModelReference(name, Alias: alias)),
        Gen.Select(Names, Gen.Int[1, int.MaxValue], (name, version) => new ModelReference(name, Version: version)));

    [Fact]
    public void Parse_ReadsBackWhatToStringWrites() =>
        References.Sample(reference => Assert.Equal(reference, ModelReference.Parse(reference.ToString())));

    [Fact]
    public void TryParse_GivesOnlyReferencesThatWriteTheirText() =>
        Gen.String[Gen.Char["ab1@:. -A"], 0, 12].Sample(text =>
        {
            if (ModelReference.TryParse(text) is { Version: null } reference)
            {
                Assert.Equal(text, reference.ToString());
            }
        });

    [Theory]
    [InlineData("")]
    [InlineData("Reviews")]
    [InlineData("reviews:")]
    [InlineData("reviews:0")]
    [InlineData("reviews:-1")]
    [InlineData("reviews:+1")]
    [InlineData("reviews: 1")]
    [InlineData("reviews:1:2")]
    [InlineData("reviews:99999999999")]
    [InlineData("reviews@")]
    [InlineData("reviews@a@b")]
    [InlineData("@default")]
    [InlineData(":1")]
    [InlineData("../reviews")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    public void Parse_NamesTheField_WhenTheReferenceIsWrong(string text)
    {
        RefusalException refusal = Assert.Throws<RefusalException>(() => ModelReference.Parse(text, "base"));

        Assert.Equal(ProblemCodes.InvalidModelReference, refusal.Code);
        Assert.Equal("base", Assert.Single(refusal.Problems).Field);
    }
}
