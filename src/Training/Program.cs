using Hone.Domain.Jobs.Running;
using Hone.Training.Native;
using Hone.Training.Running;
using Spectre.Console;

// The trainer process: one job, one process. The service starts it; it also runs by hand.
if (args is ["train", var missing] && !Directory.Exists(missing))
{
    Console.Error.WriteLine($"There is no directory {missing}.");
    return TrainerExitCode.Usage;
}

if (args is not ["train", var path])
{
    Console.Error.WriteLine("""
        usage: Hone.Training train JOB_DIRECTORY

        JOB_DIRECTORY holds spec.json; events.jsonl, output/ or predictions.jsonl, and result.json are written there.
        Unless it is a terminal, standard input is the control channel: the line "stop", or its end, stops the work.
        Exit status: 0 done, 1 failed (see result.json), 2 wrong use, 74 no room to write even that it failed, 75 stopped.
        """);
    return TrainerExitCode.Usage;
}

CAllocator.KeepFreed();
using CancellationTokenSource stop = new();
bool isControlled = Console.IsInputRedirected;
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    if (!isControlled) // Ctrl+C reaches everything in the terminal; whoever holds the control channel decides what it means
    {
        stop.Cancel();
    }
};
if (isControlled)
{
    ControlChannel.Listen(Console.In, stop);
}

return Trainer.Run(new JobDirectory(Path.GetFullPath(path)), new TerminalProgress(AnsiConsole.Console).Show, stop.Token);
