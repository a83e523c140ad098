using Hone.Api.Predictions;
using Hone.Api.Tokenization;

namespace Hone.Api.Serving;

internal static class ServingSetup
{
    /// <summary>Adds the models in memory and what asks them.</summary>
    public static IServiceCollection AddServing(this IServiceCollection services)
    {
        services.AddSingleton<ResidentModels>();
        services.AddSingleton<BatchPredictions>();
        services.AddSingleton<GenerationPredictor>();
        services.AddSingleton<Predictor>();
        services.AddSingleton<TokenizerCache>();
        return services;
    }
}
