using System.Threading.Channels;
using Hone.Domain.Jobs;

namespace Hone.Api.Jobs.Sweeps;

/// <summary>The sweeps that somebody should look at, because something about them or one of their jobs has changed. What it is, is in the database.</summary>
internal sealed class SweepSignals
{
    private readonly Channel<Guid> waiting = Channel.CreateUnbounded<Guid>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>The sweeps, in the order in which they were told of.</summary>
    public ChannelReader<Guid> Sweeps => waiting.Reader;

    /// <summary>Tells of a job that is new or has changed; of no importance when it has nothing to do with a sweep.</summary>
    public void Tell(Job job)
    {
        if (job.Kind == JobKind.Sweep)
        {
            waiting.Writer.TryWrite(job.Id);
        }
        else if (job.ParentId is { } sweep)
        {
            waiting.Writer.TryWrite(sweep);
        }
    }
}
