using Hone.Api.Errors;

namespace Hone.Api.Documentation;

/// <summary>
/// What a route says about itself. The prose comes from its handler's docstring: <c>summary</c>, <c>remarks</c> (the description) and
/// <c>param</c>. Bodies and queries come from <see cref="Requests.JsonBody{T}"/> and <see cref="Requests.Query{T}"/> parameters, answers from
/// <c>TypedResults</c>. What remains is declared with these.
/// </summary>
internal static class DocumentationConventions
{
    /// <summary>Names the statuses with which the route refuses, each answered with a <see cref="ProblemResponse"/>.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, params int[] statuses)
    {
        foreach (int status in statuses)
        {
            route.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ProblemResponse), [ProblemMiddleware.MediaType]));
        }

        return route;
    }

    /// <summary>Gives an example of the JSON body. It must work when sent.</summary>
    public static RouteHandlerBuilder WithExample(this RouteHandlerBuilder route, object example) => route.WithMetadata(new RequestExample(example));
}
