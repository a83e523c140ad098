using Hone.Api.Jobs;
using Hone.Api.Models.Import;
using Hone.Domain.Jobs;

namespace Hone.Api.Models;

internal static class ModelsSetup
{
    /// <summary>Adds the registry.</summary>
    public static IServiceCollection AddModels(this IServiceCollection services)
    {
        services.AddSingleton<ResolvedVersions>();
        services.AddSingleton<ModelRegistrar>();
        services.AddKeyedSingleton<IJobCompletion>(JobKind.Pretrain, (provider, _) => provider.GetRequiredService<ModelRegistrar>());
        services.AddKeyedSingleton<IJobCompletion>(JobKind.Finetune, (provider, _) => provider.GetRequiredService<ModelRegistrar>());
        services.AddSingleton<ModelImport>();
        services.AddSingleton<ModelAliases>();
        services.AddSingleton<ModelDeletion>();
        return services;
    }
}
