using Hone.Api.Configuration;
using Hone.Api.Corpora;
using Hone.Api.Datasets;
using Hone.Api.Documentation;
using Hone.Api.Errors;
using Hone.Api.Evaluations;
using Hone.Api.Health;
using Hone.Api.Idempotency;
using Hone.Api.Jobs;
using Hone.Api.Jobs.Sweeps;
using Hone.Api.Models;
using Hone.Api.Models.Import;
using Hone.Api.Observability;
using Hone.Api.Persistence;
using Hone.Api.Predictions;
using Hone.Api.Predictions.Jobs;
using Hone.Api.Requests;
using Hone.Api.Security;
using Hone.Api.Serving;
using Hone.Api.Tokenization;
using Hone.Api.Workers;
using Hone.Domain;
using Microsoft.Extensions.Options;

namespace Hone.Api;

/// <summary>The service, put together.</summary>
public static class HoneApplication
{
    /// <summary>How it is started, for people.</summary>
    internal const string Usage = """
        usage: Hone.Api [--SETTING=VALUE ...]       serve, until Ctrl+C
               Hone.Api quickstart [...]            from raw text to a served model; quickstart --help tells more

          --urls=URL              the address to serve on; by default http://127.0.0.1:5080
          --Hone:DataPath=FOLDER  the folder for database, texts, jobs and models; by default data
          --Hone:...              the README has all settings; each can also be set by environment (Hone__DataPath) and appsettings.json
        """;

    /// <summary>Builds the service; nothing but the log file is written, and nothing bound, before it is started.</summary>
    /// <param name="args">The command line, which overrides every other configuration.</param>
    /// <param name="configure">Changes the configuration or the services before the service reads them.</param>
    /// <exception cref="OptionsValidationException">The configuration cannot work.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        CommandLine arguments = new(args);
        WebApplicationBuilder builder = WebApplication.CreateBuilder(arguments.Settings);
        configure?.Invoke(builder);

        HoneOptions options = builder.AddHoneOptions(arguments);
        builder.AddHoneLogging(options);
        builder.GuardLoopback();
        builder.Services.ConfigureHttpJsonOptions(json => HoneJson.Configure(json.SerializerOptions));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddPersistence();
        builder.Services.AddIdempotency();
        builder.Services.AddCorpora();
        builder.Services.AddDatasets();
        builder.Services.AddJobs();
        builder.Services.AddModels();
        builder.Services.AddEvaluations();
        builder.Services.AddServing();
        builder.Services.AddPredictionJobs();
        builder.Services.AddWorkers(options.Workers);
        builder.Services.AddDocumentation();

        WebApplication app = builder.Build();
        app.UseRequestLogging();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<PageHeaders>();
        app.UseMiddleware<ForeignPageGuard>();
        app.UseMiddleware<HeadRequests>();
        app.UseRouting();
        app.UseMiddleware<UnaskedQuery>();
        app.UseDocumentation();
        app.UseWorkerDashboard();

        app.MapCorporaApi();
        app.MapDatasetsApi();
        app.MapJobsApi();
        app.MapSweepsApi();
        app.MapModelsApi();
        app.MapEvaluationsApi();
        app.MapImportApi();
        app.MapPredictionsApi();
        app.MapPredictionJobsApi();
        app.MapTokenizeApi();
        app.MapHealthApi();
        return app;
    }
}
