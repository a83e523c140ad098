namespace Hone.Api.Idempotency;

internal static class IdempotencySetup
{
    /// <summary>Adds requests that have their effect once.</summary>
    public static IServiceCollection AddIdempotency(this IServiceCollection services) => services.AddSingleton<IdempotentRequests>();
}
