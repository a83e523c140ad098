using System.Threading.Channels;

namespace Hone.Training.Data;

/// <summary>Prepares items on another thread while the present one is worked on.</summary>
public static class Prefetch
{
    /// <summary>The same items, the next few of them prepared ahead.</summary>
    public static IEnumerable<T> Prefetched<T>(this IEnumerable<T> items, int ahead = 4)
    {
        using CancellationTokenSource abandoned = new();
        Channel<T> channel = Channel.CreateBounded<T>(new BoundedChannelOptions(ahead) { SingleReader = true, SingleWriter = true });
        Task producer = Task.Run(() => Produce(items, channel.Writer, abandoned.Token), CancellationToken.None);
        try
        {
            while (channel.Reader.WaitToReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult())
            {
                while (channel.Reader.TryRead(out T? item))
                {
                    yield return item;
                }
            }
        }
        finally
        {
            abandoned.Cancel();
            producer.GetAwaiter().GetResult();
        }
    }

    private static async Task Produce<T>(IEnumerable<T> items, ChannelWriter<T> writer, CancellationToken abandoned)
    {
        try
        {
            foreach (T item in items)
            {
                await writer.WriteAsync(item, abandoned);
            }

            writer.Complete();
        }
        catch (OperationCanceledException) when (abandoned.IsCancellationRequested)
        {
            writer.Complete();
        }
        catch (Exception fault)
        {
            writer.Complete(fault); // the reader rethrows it
        }
    }
}
