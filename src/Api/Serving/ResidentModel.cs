using Hone.Api.Configuration;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Inference;
using Hone.Training.Predictions;

namespace Hone.Api.Serving;

/// <summary>
/// A model in memory. One thread of its own loads it, computes everything and frees it, because tensors belong to the thread that made
/// them; everybody else only passes inputs to it.
/// </summary>
/// <param name="memoryBytes">Bytes its weights take.</param>
/// <param name="ended">Completes when its memory is free.</param>
internal abstract class ResidentModel(long memoryBytes, Task ended)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>Bytes its weights take.</summary>
    public long MemoryBytes => memoryBytes;

    /// <summary>Loads a model directory for its task.</summary>
    public static Task<ResidentModel> LoadAsync(string directory, TaskKind task, ServingOptions options) => task == TaskKind.TextGeneration
        ? OwnAsync(directory, (loaded, ended) => ResidentGenerator.Own(directory, options, loaded, ended))
        : OwnAsync(directory, (loaded, ended) =>
            ResidentPredictor.Own(() => TaskPredictor.Load(directory, task, new InferenceOptions(options.Device, options.Precision)), options, loaded, ended));

    /// <summary>Computes what waits, frees the memory, and completes when that is done.</summary>
    public Task UnloadAsync()
    {
        Close();
        return ended;
    }

    /// <summary>The refusal of what comes when the model is about to leave the memory, because the service stops.</summary>
    internal static RefusalException Leaving() =>
        new(RefusalKind.Unavailable, ProblemCodes.Unavailable, "The service is stopping.") { RetryAfter = RetryAfter };

    /// <summary>The refusal of what finds no room among what waits.</summary>
    internal static RefusalException Full(int capacity) =>
        new(RefusalKind.Busy, ProblemCodes.QueueFull, $"No more than {capacity} inputs may wait for a model.") { RetryAfter = RetryAfter };

    /// <summary>Lets nothing in any more.</summary>
    protected abstract void Close();

    /// <summary>Runs the life of a model on a thread of its own.</summary>
    /// <param name="directory">The model directory.</param>
    /// <param name="own">Loads the model, tells that it is loaded, works until it is closed, and frees it.</param>
    private static Task<ResidentModel> OwnAsync(string directory, Action<Action<ResidentModel>, Task> own)
    {
        TaskCompletionSource<ResidentModel> loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread owner = new(Live) { IsBackground = true, Name = $"model {Path.GetFileName(directory)}" };
        owner.Start();
        return loaded.Task;

        void Live()
        {
            try
            {
                own(loaded.SetResult, ended.Task);
            }
            catch (Exception fault)
            {
                loaded.TrySetException(fault);
            }
            finally
            {
                ended.SetResult();
            }
        }
    }
}
