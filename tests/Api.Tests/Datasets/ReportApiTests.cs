using System.Net;
using Hone.Api.Errors;
using Hone.Domain.Datasets;
using Hone.Domain.Problems;

namespace Hone.Api.Tests.Datasets;

public sealed class ReportApiTests(TrainedService trained)
{
    [Fact]
    public async Task Report_CountsTheTokensOfAModel_WhenOneIsNamed()
    {
        HttpClient client = (await trained.Service).Client;

        using HttpResponseMessage plain = await client.GetAsync($"/datasets/{TrainedService.Dataset}/report");
        using HttpResponseMessage counted = await client.GetAsync($"/datasets/{TrainedService.Dataset}/report?model={TrainedService.Classifier}:1");

        DatasetReport without = await plain.ReadAsync<DatasetReport>();
        DatasetReport with = await counted.ReadAsync<DatasetReport>();
        Assert.Null(without.Tokens);
        Assert.Equal((TrainedService.Classifier, 1, with.Tokens!.Of), (with.Tokens.Model, with.Tokens.Version, with.Tokens.Rows));
        Assert.Equal(without.Words!.Keys, with.Tokens.Lengths.Keys);
        Assert.All(without.Words, split => Assert.True(with.Tokens.Lengths[split.Key].Minimum >= split.Value.Minimum + 2)); // [CLS] and [SEP]
        Assert.Equal(0, with.Tokens.Lengths[SplitName.Train].LongerThan!["512"]);
    }

    [Theory]
    [InlineData("?model=none", HttpStatusCode.NotFound, ProblemCodes.UnknownModel)]
    [InlineData("?model=No%20Name", HttpStatusCode.BadRequest, ProblemCodes.InvalidModelReference)]
    [InlineData("?modle=kinds", HttpStatusCode.BadRequest, ProblemCodes.UnknownField)]
    public async Task Report_RefusesWhatIsNoModel(string query, HttpStatusCode status, string code)
    {
        HttpClient client = (await trained.Service).Client;
        using HttpResponseMessage refused = await client.GetAsync($"/datasets/{TrainedService.Dataset}/report{query}");
        ProblemResponse problem = await refused.ReadProblemAsync(status);
        Assert.Contains(code, problem.Errors.Select(error => error.Code).Append(problem.Code));
    }
}
