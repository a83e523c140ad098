using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.Dashboard;
using Hangfire.InMemory;
using Hone.Api.Configuration;

namespace Hone.Api.Workers;

internal static class WorkersSetup
{
    /// <summary>Time to write the last rows after the last trainer has stopped.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    /// <summary>Adds the queue, the workers and the recovery of jobs at start.</summary>
    public static IServiceCollection AddWorkers(this IServiceCollection services, WorkerOptions options)
    {
        // Registered before Hangfire looks, because its own defaults are static and would be shared by every host in the process.
        services.AddSingleton<JobStorage>(_ => new InMemoryStorage());
        services.AddSingleton<JobActivator>(provider => new AspNetCoreJobActivator(provider.GetRequiredService<IServiceScopeFactory>()));
        services.AddHangfire(hangfire => hangfire.UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings());
        services.AddSingleton<TrainingQueue>();
        services.AddSingleton<JobWorkspace>();
        services.AddSingleton<TrainerSupervisor>();
        services.AddHostedService<JobRecovery>();

        // Stopping has to wait for the trainers, whose last act is a checkpoint.
        TimeSpan patience = TimeSpan.FromSeconds(options.StopGraceSeconds) + Margin;
        services.Configure<HostOptions>(host => host.ShutdownTimeout = patience + Margin);
        if (options.Count > 0)
        {
            services.AddHangfireServer(server =>
            {
                server.Queues = [TrainingQueue.Name];
                server.WorkerCount = options.Count;
                server.ShutdownTimeout = patience;
            });
        }

        return services;
    }

    /// <summary>Shows the queue in a browser, to this machine alone, and only shows it: jobs are cancelled and retried by their routes.</summary>
    public static void UseWorkerDashboard(this WebApplication app) => app.UseHangfireDashboard("/hangfire", new DashboardOptions
    {
        Authorization = [new LocalRequestsOnlyAuthorizationFilter()],
        DashboardTitle = "Hone",
        DisplayStorageConnectionString = false,
        IsReadOnlyFunc = _ => true,
    });
}
