using Hone.Api.Jobs;
using Hone.Domain.Jobs;

namespace Hone.Api.Evaluations;

internal static class EvaluationsSetup
{
    /// <summary>Adds what stores evaluations.</summary>
    public static IServiceCollection AddEvaluations(this IServiceCollection services)
    {
        services.AddKeyedSingleton<IJobCompletion, EvaluationRegistrar>(JobKind.Evaluate);
        return services;
    }
}
