using System.Globalization;
using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Hone.Api.Errors;
using Hone.Api.Idempotency;
using Hone.Api.Requests;
using Hone.Domain;
using Hone.Domain.Problems;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Hone.Api.Documentation;

/// <summary>Puts into the OpenAPI document what routes declare with <see cref="DocumentationConventions"/> and with the types of their handlers' parameters.</summary>
internal sealed class OperationDocumentation : IOperationFilter
{
    private const string Json = "application/json";

    private static readonly string[] ShapeCodes =
        [ProblemCodes.InvalidRequest, ProblemCodes.InvalidName, ProblemCodes.UnknownField, ProblemCodes.MissingField, ProblemCodes.DuplicateField, ProblemCodes.WrongType, ProblemCodes.UnknownValue, ProblemCodes.OutOfRange];

    /// <inheritdoc/>
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        IList<object> metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        SortedDictionary<int, SortedSet<string>> refusals = new() { [500] = [ProblemCodes.Internal] };
        operation.Parameters = [.. operation.Parameters?.Where(parameter => parameter.In is ParameterLocation.Path or ParameterLocation.Header) ?? []];

        foreach (QueryMetadata query in metadata.OfType<QueryMetadata>())
        {
            AddQuery(operation, query.Type, metadata.OfType<QueryExample>().LastOrDefault(), context);
            Add(refusals, 400, ShapeCodes);
        }

        foreach (JsonBodyMetadata body in metadata.OfType<JsonBodyMetadata>())
        {
            operation.RequestBody = JsonBody(body.Type, [.. metadata.OfType<RequestExample>()], context);
            Add(refusals, 400, [.. ShapeCodes, ProblemCodes.InvalidJson, ProblemCodes.NotUtf8]);
            Add(refusals, 413, [ProblemCodes.BodyTooLarge]);
            Add(refusals, 415, [ProblemCodes.UnsupportedMediaType]);
        }

        foreach (UploadMetadata upload in metadata.OfType<UploadMetadata>())
        {
            operation.RequestBody = UploadBody(upload, context);
        }

        if (metadata.OfType<IdempotencyMetadata>().Any())
        {
            operation.Parameters.Add(KeyParameter());
            Add(refusals, 400, [ProblemCodes.InvalidIdempotencyKey]);
            Add(refusals, 409, [ProblemCodes.IdempotencyKeyInUse, ProblemCodes.IdempotencyKeyReused]);
        }

        Add(refusals, 400, [ProblemCodes.UnknownHost, ProblemCodes.UnknownField]);
        Add(refusals, 503, [ProblemCodes.DatabaseBusy, ProblemCodes.Unavailable]);
        if (context.ApiDescription.HttpMethod != HttpMethods.Get)
        {
            Add(refusals, 403, [ProblemCodes.CrossOrigin]);
            Add(refusals, 507, [ProblemCodes.StorageFull]);
        }

        foreach (Refusal refusal in metadata.OfType<Refusal>())
        {
            Add(refusals, refusal.Status, refusal.Codes);
        }

        operation.Responses ??= [];
        foreach (AnswerTypes answer in metadata.OfType<AnswerTypes>())
        {
            operation.Responses["200"] = new OpenApiResponse
            {
                Description = ReasonPhrases.GetReasonPhrase(StatusCodes.Status200OK),
                Content = new Dictionary<string, IOpenApiMediaType>
                {
                    [Json] = new OpenApiMediaType
                    {
                        Schema = new OpenApiSchema { OneOf = [.. answer.Types.Select(type => context.SchemaGenerator.GenerateSchema(type, context.SchemaRepository))] },
                    },
                },
            };
        }

        foreach (AnswerStream stream in metadata.OfType<AnswerStream>())
        {
            AddStream(operation, stream, context);
        }

        foreach (AnswerHeader header in metadata.OfType<AnswerHeader>())
        {
            OpenApiResponse answered = (OpenApiResponse)operation.Responses[header.Status.ToString(CultureInfo.InvariantCulture)];
            answered.Headers ??= new Dictionary<string, IOpenApiHeader>();
            answered.Headers[header.Name] = Header(header.Description);
        }

        foreach ((int status, SortedSet<string> codes) in refusals)
        {
            operation.Responses[status.ToString(CultureInfo.InvariantCulture)] = Problem(status, codes, context);
        }
    }

    private static void Add(SortedDictionary<int, SortedSet<string>> refusals, int status, IReadOnlyList<string> codes)
    {
        if (!refusals.TryGetValue(status, out SortedSet<string>? known))
        {
            refusals[status] = known = new SortedSet<string>(StringComparer.Ordinal);
        }

        known.UnionWith(codes);
    }

    private static void AddQuery(OpenApiOperation operation, Type type, QueryExample? example, OperationFilterContext context)
    {
        JsonNode? values = example is null ? null : JsonSerializer.SerializeToNode(example.Value, type, HoneJson.Options);
        // Generated as any schema is, so that docstrings, defaults and allowed values come along.
        context.SchemaGenerator.GenerateSchema(type, context.SchemaRepository);
        if (!context.SchemaRepository.TryLookupByType(type, out OpenApiSchemaReference? reference)
            || context.SchemaRepository.Schemas[reference.Reference.Id!].Properties is not { } properties)
        {
            return;
        }

        foreach (JsonPropertyInfo property in HoneJson.Options.GetTypeInfo(type).Properties.Where(property => properties.ContainsKey(property.Name)))
        {
            operation.Parameters!.Add(new OpenApiParameter
            {
                Name = property.Name,
                In = ParameterLocation.Query,
                Required = property.IsRequired,
                Description = properties[property.Name].Description,
                Schema = properties[property.Name],
                Example = values?[property.Name]?.DeepClone(),
            });
        }
    }

    private static OpenApiParameter KeyParameter() => new()
    {
        Name = IdempotencyKey.Header,
        In = ParameterLocation.Header,
        Description = "A key that the client chooses for this request. Sent again with the same key and body, for as long as it is remembered, it is "
            + "answered as it was the first time and makes nothing anew.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = IdempotencyKey.Longest },
    };

    private static OpenApiRequestBody JsonBody(Type type, IReadOnlyList<RequestExample> examples, OperationFilterContext context) => new()
    {
        Required = true,
        Content = new Dictionary<string, IOpenApiMediaType>
        {
            [Json] = JsonContent(type, examples, context),
        },
    };

    /// <summary>A body of JSON; with several examples each has a name, and OpenAPI allows no other beside them.</summary>
    private static OpenApiMediaType JsonContent(Type type, IReadOnlyList<RequestExample> examples, OperationFilterContext context) => new()
    {
        Schema = context.SchemaGenerator.GenerateSchema(type, context.SchemaRepository),
        Example = examples is [{ Name: null } only] ? JsonSerializer.SerializeToNode(only.Value, HoneJson.Options) : null,
        Examples = examples.Where(example => example.Name is not null).ToDictionary(
            example => example.Name!,
            IOpenApiExample (example) => new OpenApiExample { Summary = example.Name, Value = JsonSerializer.SerializeToNode(example.Value, HoneJson.Options) }),
    };

    private static OpenApiRequestBody UploadBody(UploadMetadata upload, OperationFilterContext context)
    {
        Dictionary<string, IOpenApiMediaType> content = new()
        {
            ["multipart/form-data"] = new OpenApiMediaType
            {
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = upload.Parts.ToDictionary(part => part.Name, IOpenApiSchema (part) => PartSchema(part, context)),
                    Required = upload.Parts.Where(part => part.Required).Select(part => part.Name).ToHashSet(),
                },
                Examples = upload.Examples.ToDictionary(
                    example => example.Summary,
                    IOpenApiExample (example) => new OpenApiExample
                    {
                        Summary = example.Summary,
                        Value = JsonSerializer.SerializeToNode(example.Parts, HoneJson.Options),
                    }),
            },
        };
        foreach ((string mediaType, string example) in upload.Raw)
        {
            content[mediaType] = new OpenApiMediaType
            {
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                Example = JsonValue.Create(example),
            };
        }

        foreach (string mediaType in upload.Binary)
        {
            content[mediaType] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } };
        }

        if (upload.Json is { } json)
        {
            content[Json] = JsonContent(json.Type, [new RequestExample(json.Example)], context);
        }

        return new OpenApiRequestBody { Required = true, Description = upload.Description, Content = content };
    }

    private static OpenApiSchema PartSchema(UploadPart part, OperationFilterContext context)
    {
        if (part.Type is null)
        {
            return new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = part.Description };
        }

        IOpenApiSchema schema = context.SchemaGenerator.GenerateSchema(part.Type, context.SchemaRepository);
        if (schema is OpenApiSchema plain)
        {
            plain.Description = part.Description;
            HashSet<string> refused = [.. part.Refused.Select(value => JsonSerializer.SerializeToNode(value, HoneJson.Options)!.ToJsonString())];
            plain.Enum = plain.Enum?.Where(value => !refused.Contains(value.ToJsonString())).ToList();
            if (plain.Enum is { Count: > 0 } && !part.Required)
            {
                plain.Enum.Insert(0, JsonValue.Create("")); // what the user interface begins with, and sends
            }

            plain.Default = part.Example is null ? null : JsonSerializer.SerializeToNode(part.Example, HoneJson.Options);
            return plain;
        }

        return new OpenApiSchema { AllOf = [schema], Description = part.Description };
    }

    private static OpenApiHeader Header(string description) => new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };

    /// <summary>Server-sent events, of which OpenAPI only knows that they are text: what each holds is said beside it.</summary>
    private static void AddStream(OpenApiOperation operation, AnswerStream stream, OperationFilterContext context)
    {
        IOpenApiSchema piece = context.SchemaGenerator.GenerateSchema(stream.Type, context.SchemaRepository);
        OpenApiResponse answer = (OpenApiResponse)operation.Responses!["200"];
        answer.Content ??= new Dictionary<string, IOpenApiMediaType>();
        answer.Content[MediaTypeNames.Text.EventStream] = new OpenApiMediaType { Schema = piece };
        answer.Description += $". As a stream of events, each with one {stream.Type.Name} as its data.";
    }

    private static OpenApiResponse Problem(int status, SortedSet<string> codes, OperationFilterContext context)
    {
        string code = codes.FirstOrDefault() ?? ProblemCodes.InvalidRequest;
        const string Detail = "One sentence that says what is wrong.";
        ProblemResponse example = new()
        {
            Code = code,
            Title = ReasonPhrases.GetReasonPhrase(status),
            Status = status,
            Detail = Detail,
            Errors = status == 400 ? [new Problem(code, Detail) { Field = "field" }] : [],
            ErrorCount = status == 400 ? 1 : 0,
            RequestId = "0af7651916cd43dd8448eb211c80319c",
        };
        return new OpenApiResponse
        {
            Description = $"{ReasonPhrases.GetReasonPhrase(status)}: {string.Join(", ", codes.Select(name => $"`{name}`"))}",
            Headers = status is 429 or 503 || codes.Contains(ProblemCodes.IdempotencyKeyInUse)
                ? new Dictionary<string, IOpenApiHeader> { [HeaderNames.RetryAfter] = Header("Seconds after which it is worth asking again.") }
                : null,
            Content = new Dictionary<string, IOpenApiMediaType>
            {
                [ProblemMiddleware.MediaType] = new OpenApiMediaType
                {
                    Schema = context.SchemaGenerator.GenerateSchema(typeof(ProblemResponse), context.SchemaRepository),
                    Example = JsonSerializer.SerializeToNode(example, HoneJson.Options),
                },
            },
        };
    }
}
