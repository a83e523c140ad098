using System.Net.ServerSentEvents;
using System.Reflection;
using Hone.Api.Predictions;
using Hone.Domain;
using Hone.Domain.Jobs.Sweeps;
using Hone.Training.Evaluation;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Hone.Api.Documentation;

internal static class DocumentationSetup
{
    private const string Introduction = """
        From raw text to a served model: upload a corpus, pretrain a language model on it, upload a data set, fine-tune the model for the task, and predict.

        Every refusal is `application/problem+json` with a stable `code`, and names everything that is wrong at once.
        Lists come in pages: pass `nextCursor` of one as `cursor` of the next. A resource is named by its name or its id.
        """;

    public static void AddDocumentation(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddTransient<ISerializerDataContractResolver>(_ => new JsonSerializerDataContractResolver(HoneJson.Options));
        services.AddSwaggerGen(swagger =>
        {
            swagger.SwaggerDoc("v1", new OpenApiInfo { Title = "Hone", Version = "v1", Description = Introduction });
            foreach (Assembly assembly in new[] { typeof(HoneApplication).Assembly, typeof(ClassificationEvaluation).Assembly, typeof(HoneJson).Assembly })
            {
                swagger.IncludeXmlComments(() => XmlDocumentation.Of(assembly));
            }

            swagger.CustomOperationIds(OperationId);
            swagger.UseInlineDefinitionsForEnums();
            swagger.SchemaFilter<ObjectSchemas>();
            swagger.SchemaFilter<RangeSchemas>();
            swagger.SchemaFilter<ProblemCodeSchemas>();
            swagger.MapType<PredictionInputs>(InputSchemas.OneOrMany);
            swagger.MapType<SearchRange>(SearchRangeSchema.Create);
            swagger.MapType<SseItem<string>>(() => new OpenApiSchema { Type = JsonSchemaType.String });
            swagger.MapType<Stream>(() => new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" });
            swagger.OperationFilter<OperationDocumentation>();
        });
    }

    public static void UseDocumentation(this WebApplication app)
    {
        app.UseSwagger();
        app.UseSwaggerUI(ui =>
        {
            ui.DocumentTitle = "Hone";
            ui.SwaggerEndpoint("/swagger/v1/swagger.json", "Hone v1");
            ui.DisplayRequestDuration();
            ui.EnableDeepLinking();
        });
        app.MapGet("/", () => TypedResults.Redirect("/swagger")).ExcludeFromDescription();
    }

    /// <summary>What generated clients call a route: its tag and its handler, such as <c>CorporaCreate</c>.</summary>
    private static string? OperationId(ApiDescription route)
    {
        IList<object> metadata = route.ActionDescriptor.EndpointMetadata;
        string? tag = metadata.OfType<ITagsMetadata>().LastOrDefault()?.Tags[0];
        string? handler = metadata.OfType<MethodInfo>().FirstOrDefault()?.Name;
        return tag + (handler?.EndsWith("Async", StringComparison.Ordinal) == true ? handler[..^"Async".Length] : handler);
    }
}
