using System.Net;
using System.Net.Http.Json;
using Hone.Api.Errors;
using Hone.Domain;

namespace Hone.Api.Tests;

/// <summary>What tests read out of answers.</summary>
internal static class Answers
{
    /// <summary>The JSON of an answer that has to have a status.</summary>
    public static async Task<T> ReadAsync<T>(this HttpResponseMessage response, HttpStatusCode expected = HttpStatusCode.OK)
    {
        if (response.StatusCode != expected)
        {
            Assert.Fail($"Expected {(int)expected}, but the answer was {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        }

        return (await response.Content.ReadFromJsonAsync<T>(HoneJson.Options))!;
    }

    /// <summary>The problem of an answer that has to have a status, complete and true to itself.</summary>
    public static async Task<ProblemResponse> ReadProblemAsync(this HttpResponseMessage response, HttpStatusCode expected)
    {
        ProblemResponse problem = await response.ReadAsync<ProblemResponse>(expected);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal((int)expected, problem.Status);
        Assert.True(problem.ErrorCount >= problem.Errors.Count);
        Assert.Matches("^[0-9a-f]{32}$", problem.RequestId);
        return problem;
    }
}
