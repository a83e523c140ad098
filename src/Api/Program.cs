using Hone.Api;
using Hone.Api.Quickstart;

switch (args)
{
    case ["quickstart", .. string[] rest]:
        return await QuickstartCommand.RunAsync(rest);
    case ["--help" or "-h", ..]:
        Console.WriteLine(HoneApplication.Usage);
        return 0;
    default:
        break;
}

try
{
    await using WebApplication app = HoneApplication.Build(args);
    await app.RunAsync();
    return 0;
}
catch (OperationCanceledException)
{
    return 0; // it was told to stop before it had started, or while somebody still waited for it
}
catch (Exception refused) when (StartRefusal.Is(refused))
{
    await Console.Error.WriteLineAsync(StartRefusal.Tell(refused));
    return 1;
}
