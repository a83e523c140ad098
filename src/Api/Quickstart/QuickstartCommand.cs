using System.Diagnostics;
using Spectre.Console;

namespace Hone.Api.Quickstart;

/// <summary>
/// <c>quickstart</c>: starts the service and takes it, through its own REST API, from raw text to a served model, so that a newcomer sees
/// every step and the request behind it.
/// </summary>
internal static class QuickstartCommand
{
    /// <summary>Runs the command.</summary>
    /// <param name="args">What follows <c>quickstart</c> on the command line.</param>
    /// <returns>The exit status: 0, 1 when a step failed, 2 when the command line is wrong.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        QuickstartOptions options;
        try
        {
            options = QuickstartOptions.Parse(args);
        }
        catch (QuickstartException misused)
        {
            await Console.Error.WriteLineAsync(misused.Message);
            return 2;
        }

        try
        {
            return options switch
            {
                { Help: true } => Print(QuickstartOptions.Usage),
                { Export: { } folder } => Export(folder),
                _ => await WalkAsync(options),
            };
        }
        catch (Exception failure) when (failure is QuickstartException or HttpRequestException or IOException or UnauthorizedAccessException || StartRefusal.Is(failure))
        {
            await Console.Error.WriteLineAsync($"The quickstart failed. {StartRefusal.Tell(failure)}");
            return 1;
        }
    }

    private static int Export(string folder)
    {
        foreach (string file in QuickstartExport.Write(QuickstartData.Read(ReferencePacks.FindDocumentation()), folder))
        {
            Console.WriteLine($"{file}  {new FileInfo(file).Length:N0} bytes");
        }

        return 0;
    }

    private static int Print(string text)
    {
        Console.WriteLine(text);
        return 0;
    }

    private static async Task<int> WalkAsync(QuickstartOptions options)
    {
        Stopwatch clock = Stopwatch.StartNew();
        Narrator narrator = new(AnsiConsole.Console);
        IReadOnlyList<string> documentation = ReferencePacks.FindDocumentation();
        await using QuickstartService service = await QuickstartService.StartAsync(options);
        using HttpClient http = new() { BaseAddress = new Uri(service.Url), Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.ExpectContinue = true; // a refused upload is answered before it is sent
        try
        {
            narrator.Welcome(service);
            Walkthrough walkthrough = new(new HoneClient(http), narrator, service.Url);
            await walkthrough.RunAsync(documentation, service.Stopping);
            narrator.Farewell(service, clock.Elapsed, options.Once);
        }
        catch (OperationCanceledException) when (service.Stopping.IsCancellationRequested)
        {
            narrator.Say("Stopped. The next quickstart begins from the beginning.");
            return 1;
        }

        if (!options.Once)
        {
            await service.ServeAsync();
        }

        return 0;
    }
}
