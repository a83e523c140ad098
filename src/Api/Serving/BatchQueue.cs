using Hone.Domain.Problems;

namespace Hone.Api.Serving;

/// <summary>An input of a request.</summary>
internal readonly record struct PendingInput(PendingRequest Request, int Index)
{
    /// <summary>What it costs to compute: its length in tokens.</summary>
    public int Tokens => Request.Inputs[Index].Ids.Length;
}

/// <summary>
/// What waits for one classifier. Its thread takes whatever is there, up to a token budget, and never waits for more to come: under load
/// batches fill by themselves, without it nobody waits.
/// </summary>
/// <param name="capacity">The most inputs that may wait.</param>
/// <param name="batchTokens">The most tokens of a batch; a single input may have more.</param>
internal sealed class BatchQueue(int capacity, int batchTokens)
{
    private readonly WaitingInputs<PendingInput> waiting = new(capacity, input => input.Request.IsAbandoned);

    /// <summary>Adds all inputs of a request, or none.</summary>
    /// <exception cref="RefusalException">There is no room for them, or the model is leaving.</exception>
    public void Enqueue(PendingRequest request) =>
        waiting.Enqueue([.. Enumerable.Range(0, request.Inputs.Count).Select(index => new PendingInput(request, index))]);

    /// <summary>Waits until there is something to compute and takes it, oldest first, leaving out what nobody waits for any more.</summary>
    /// <returns>At least one input; null when the queue is closed and empty.</returns>
    public IReadOnlyList<PendingInput>? Take()
    {
        long tokens = 0;
        return waiting.Take(wait: true, input =>
        {
            bool isFirst = tokens == 0;
            tokens += input.Tokens;
            return isFirst || tokens <= batchTokens;
        });
    }

    /// <summary>Lets nothing in any more. What waits is still taken.</summary>
    public void Close() => waiting.Close();
}
