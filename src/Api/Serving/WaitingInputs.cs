using Hone.Domain.Problems;

namespace Hone.Api.Serving;

/// <summary>
/// What waits for one model, oldest first. Whatever nobody waits for any more takes no room.
/// </summary>
/// <param name="capacity">The most inputs that may wait.</param>
/// <param name="isAbandoned">Whether nobody waits for an input any more.</param>
internal sealed class WaitingInputs<T>(int capacity, Func<T, bool> isAbandoned)
{
    private readonly object gate = new();
    private readonly LinkedList<T> waiting = new();
    private bool closed;

    /// <summary>Adds all inputs of a request, or none.</summary>
    /// <exception cref="RefusalException">There is no room for them, or the model is leaving.</exception>
    public void Enqueue(IReadOnlyCollection<T> inputs)
    {
        lock (gate)
        {
            if (closed)
            {
                throw ResidentModel.Leaving();
            }

            if (waiting.Count + inputs.Count > capacity)
            {
                DropAbandoned();
            }

            if (waiting.Count + inputs.Count > capacity)
            {
                throw ResidentModel.Full(capacity);
            }

            foreach (T input in inputs)
            {
                waiting.AddLast(input);
            }

            Monitor.Pulse(gate);
        }
    }

    /// <summary>Takes the oldest inputs, for as long as they fit.</summary>
    /// <param name="wait">Whether to wait until there is one; if not, none may be taken.</param>
    /// <param name="fits">Asked once for each input in turn: whether it is taken as well. The first must be.</param>
    /// <returns>The inputs; null when nothing waits and nothing will come any more.</returns>
    public IReadOnlyList<T>? Take(bool wait, Func<T, bool> fits)
    {
        List<T> taken = [];
        lock (gate)
        {
            while (true)
            {
                for (; waiting.First is { Value: var next }; waiting.RemoveFirst())
                {
                    if (isAbandoned(next))
                    {
                        continue;
                    }

                    if (!fits(next))
                    {
                        break;
                    }

                    taken.Add(next);
                }

                if (taken.Count > 0)
                {
                    return taken;
                }

                if (closed && waiting.Count == 0)
                {
                    return null;
                }

                if (!wait)
                {
                    return taken;
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

    private void DropAbandoned()
    {
        LinkedListNode<T>? next;
        for (LinkedListNode<T>? node = waiting.First; node is not null; node = next)
        {
            next = node.Next;
            if (isAbandoned(node.Value))
            {
                waiting.Remove(node);
            }
        }
    }
}
