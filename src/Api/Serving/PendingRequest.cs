using System.Diagnostics;
using Hone.Training.Tokenization;

namespace Hone.Api.Serving;

/// <summary>The inputs of one request on their way through a resident model. They may be computed in different batches.</summary>
/// <param name="inputs">The inputs, tokenised.</param>
/// <param name="abandoned">Fires when the client has left.</param>
internal sealed class PendingRequest(IReadOnlyList<EncodedSequence> inputs, CancellationToken abandoned)
{
    private readonly TaskCompletionSource<IReadOnlyList<float[]>> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly float[][] probabilities = new float[inputs.Count][];
    private readonly long enqueued = Stopwatch.GetTimestamp();
    private int remaining = inputs.Count;
    private long started;
    private long ended;

    /// <summary>The inputs, tokenised.</summary>
    public IReadOnlyList<EncodedSequence> Inputs => inputs;

    /// <summary>Nobody waits for it any more.</summary>
    public bool IsAbandoned => abandoned.IsCancellationRequested || completion.Task.IsCompleted;

    /// <summary>How long its first input waited.</summary>
    public TimeSpan Queued => Stopwatch.GetElapsedTime(enqueued, started);

    /// <summary>From the begin of its first input's batch to the end of its last's.</summary>
    public TimeSpan Computed => Stopwatch.GetElapsedTime(started, ended);

    /// <summary>The probabilities of every label, per input: <c>[inputs][labels]</c>.</summary>
    public Task<IReadOnlyList<float[]>> ResultAsync() => completion.Task.WaitAsync(abandoned);

    /// <summary>Its first batch begins. Called by the model's thread.</summary>
    public void Start()
    {
        if (started == 0)
        {
            started = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>One input is computed. Called by the model's thread.</summary>
    public void Complete(int index, float[] result)
    {
        probabilities[index] = result;
        if (--remaining == 0)
        {
            ended = Stopwatch.GetTimestamp();
            completion.TrySetResult(probabilities);
        }
    }

    /// <summary>It cannot be computed.</summary>
    public void Fail(Exception fault) => completion.TrySetException(fault);
}
