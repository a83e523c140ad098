namespace Hone.Api.Documentation;

internal static class DocumentationSetup
{
    public static void AddDocumentation(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen();
    }

    public static void UseDocumentation(this WebApplication app)
    {
        app.UseSwagger();
        app.UseSwaggerUI();
        app.MapGet("/", () => TypedResults.Redirect("/swagger")).ExcludeFromDescription();
    }
}
