using Hone.Api.Models.Import;

namespace Hone.Api.Models;

internal static class ModelsSetup
{
    /// <summary>Adds the registry.</summary>
    public static IServiceCollection AddModels(this IServiceCollection services)
    {
        services.AddSingleton<ModelRegistrar>();
        services.AddSingleton<ModelImport>();
        services.AddSingleton<ModelAliases>();
        services.AddSingleton<ModelDeletion>();
        return services;
    }
}
