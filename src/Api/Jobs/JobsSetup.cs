using Hone.Api.Jobs.Sweeps;

namespace Hone.Api.Jobs;

internal static class JobsSetup
{
    /// <summary>Adds what the routes of jobs and their workers work with.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.AddSingleton<JobSignals>();
        services.AddSingleton<SweepSignals>();
        services.AddSingleton<JobStore>();
        services.AddSingleton<JobHistory>();
        services.AddSingleton<JobEventStream>();
        services.AddSingleton<JobSubmission>();
        services.AddSingleton<SweepStore>();
        services.AddSingleton<SweepScheduler>();
        services.AddSingleton<TrialCompletion>();
        services.AddHostedService<SweepWatch>();
        return services;
    }
}
