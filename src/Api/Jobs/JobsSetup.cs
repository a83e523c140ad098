namespace Hone.Api.Jobs;

internal static class JobsSetup
{
    /// <summary>Adds what the routes of jobs and their workers work with.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.AddSingleton<JobSignals>();
        services.AddSingleton<JobStore>();
        services.AddSingleton<JobHistory>();
        services.AddSingleton<JobEventStream>();
        services.AddSingleton<JobSubmission>();
        return services;
    }
}
