using Hone.Domain.Problems;

namespace Hone.Api.Requests;

/// <summary>Refuses a query on a route that reads none, as <see cref="Query{T}"/> refuses what it does not know.</summary>
internal sealed class UnaskedQuery(RequestDelegate next)
{
    /// <exception cref="RefusalException">There is a query, and the route reads none.</exception>
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<QueryMetadata>() is null && context.Request.Query.Count > 0)
        {
            ProblemList problems = new();
            problems.AddRange(context.Request.Query.Keys.Select(name =>
                new Problem(ProblemCodes.UnknownField, $"'{JsonShape.Quote(name)}' is not known here; this route has no query.") { Field = JsonShape.Quote(name) }));
            problems.ThrowIfAny();
        }

        return next(context);
    }
}
