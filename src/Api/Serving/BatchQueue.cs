using Hone.Domain.Problems;

namespace Hone.Api.Serving;

/// <summary>An input of a request.</summary>
internal readonly record struct PendingInput(PendingRequest Request, int Index)
{
    /// <summary>What it costs to compute: its length in tokens.</summary>
    public int Tokens => Request.Inputs[Index].Ids.Length;
}

/// <summary>
/// What waits for one model. Its thread takes whatever is there, up to a token budget, and never waits for more to come: under load
/// batches fill by themselves, without it nobody waits.
/// </summary>
/// <param name="capacity">The most inputs that may wait.</param>
/// <param name="batchTokens">The most tokens of a batch; a single input may have more.</param>
internal sealed class BatchQueue(int capacity, int batchTokens)
{
    private readonly object gate = new();
    private readonly Queue<PendingInput> waiting = new();
    private bool closed;

    /// <summary>Adds all inputs of a request, or none.</summary>
    /// <exception cref="RefusalException">There is no room for them, or the model is leaving.</exception>
    public void Enqueue(PendingRequest request)
    {
        lock (gate)
        {
            if (closed)
            {
                throw ResidentModel.Leaving();
            }

            if (waiting.Count + request.Inputs.Count > capacity)
            {
                throw ResidentModel.Full(capacity);
            }

            for (int index = 0; index < request.Inputs.Count; index++)
            {
                waiting.Enqueue(new PendingInput(request, index));
            }

            Monitor.Pulse(gate);
        }
    }

    /// <summary>Waits until there is something to compute and takes it, oldest first, leaving out what nobody waits for any more.</summary>
    /// <returns>At least one input; null when the queue is closed and empty.</returns>
    public IReadOnlyList<PendingInput>? Take()
    {
        List<PendingInput> batch = [];
        lock (gate)
        {
            while (true)
            {
                for (int tokens = 0; waiting.TryPeek(out PendingInput next); waiting.Dequeue())
                {
                    if (next.Request.IsAbandoned)
                    {
                        continue;
                    }

                    tokens += next.Tokens;
                    if (batch.Count > 0 && tokens > batchTokens)
                    {
                        break;
                    }

                    batch.Add(next);
                }

                if (batch.Count > 0)
                {
                    return batch;
                }

                if (closed)
                {
                    return null;
                }

                Monitor.Wait(gate);
            }
        }
    }

    /// <summary>Lets nothing in any more. What waits is still taken.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            Monitor.PulseAll(gate);
        }
    }
}
