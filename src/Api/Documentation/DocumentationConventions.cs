using Hone.Api.Errors;

namespace Hone.Api.Documentation;

/// <summary>
/// What a route says about itself. The prose comes from its handler's docstring: <c>summary</c>, <c>remarks</c> (the description) and
/// <c>param</c>. Bodies and queries come from <see cref="Requests.JsonBody{T}"/> and <see cref="Requests.Query{T}"/> parameters, answers from
/// <c>TypedResults</c>. What remains is declared with these.
/// </summary>
internal static class DocumentationConventions
{
    /// <summary>
    /// Names a status with which the route refuses, answered with a <see cref="ProblemResponse"/>, and the codes that may stand in it.
    /// What every strictly read body or query may be refused for need not be said again.
    /// </summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, int status, params string[] codes) => route.WithMetadata(new Refusal(status, codes));

    /// <summary>Gives an example of the JSON body. It must work when sent.</summary>
    public static RouteHandlerBuilder WithExample(this RouteHandlerBuilder route, object example) => route.WithMetadata(new RequestExample(example));

    /// <summary>Gives examples of the JSON body by their names. They must work when sent.</summary>
    public static RouteHandlerBuilder WithExamples(this RouteHandlerBuilder route, IEnumerable<RequestExample> examples) => route.WithMetadata([.. examples]);

    /// <summary>Gives an example of the query, of the type that the handler reads. It must work when sent.</summary>
    public static RouteHandlerBuilder WithQueryExample(this RouteHandlerBuilder route, object example) => route.WithMetadata(new QueryExample(example));

    /// <summary>Names the types of which the answer's JSON is one, for a handler that chooses among them.</summary>
    public static RouteHandlerBuilder AnswersOneOf(this RouteHandlerBuilder route, params Type[] types) => route.WithMetadata(new AnswerTypes(types));

    /// <summary>Names the type of each event's data, for a handler that also answers with a stream of events.</summary>
    public static RouteHandlerBuilder AnswersStreamOf(this RouteHandlerBuilder route, Type type) => route.WithMetadata(new AnswerStream(type));

    /// <summary>Describes a header of an answer.</summary>
    public static RouteHandlerBuilder AnswersWith(this RouteHandlerBuilder route, int status, string header, string description) =>
        route.WithMetadata(new AnswerHeader(status, header, description));

    /// <summary>Describes a body that the handler reads by itself.</summary>
    public static RouteHandlerBuilder Reads(this RouteHandlerBuilder route, UploadMetadata upload) => route.WithMetadata(upload);
}
