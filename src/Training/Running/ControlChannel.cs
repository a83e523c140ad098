namespace Hone.Training.Running;

/// <summary>
/// Listens on standard input: the line <c>stop</c>, or its end because the service that started this process is gone, cancels the work.
/// So no orphan keeps training.
/// </summary>
public static class ControlChannel
{
    /// <summary>Cancels <paramref name="stop"/> when the word comes. The listening thread ends with the process.</summary>
    public static void Listen(TextReader input, CancellationTokenSource stop)
    {
        Thread listener = new(() =>
        {
            while (input.ReadLine() is { } line && line.Trim() != "stop")
            {
                // Anything else is not for this version.
            }

            stop.Cancel();
        })
        {
            IsBackground = true,
            Name = "control channel",
        };
        listener.Start();
    }
}
