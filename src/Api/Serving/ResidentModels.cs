using Hone.Api.Configuration;
using Hone.Api.Persistence;
using Hone.Domain.Models;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Microsoft.Extensions.Options;

namespace Hone.Api.Serving;

/// <summary>
/// The models in memory. A version is loaded when it is first asked for, once, however many ask; when there is no room for another, the
/// least recently used leave. None leaves while somebody uses it.
/// </summary>
internal sealed partial class ResidentModels(DataDirectory data, IOptions<HoneOptions> options, ILogger<ResidentModels> logger) : IAsyncDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly ServingOptions serving = options.Value.Serving;
    private readonly Lock gate = new();
    private readonly Dictionary<(Guid Version, TaskKind Task), Resident> residents = [];
    private long uses;

    /// <summary>The versions in memory, or on their way there.</summary>
    public IReadOnlyCollection<Guid> Versions
    {
        get
        {
            lock (gate)
            {
                return [.. residents.Keys.Select(key => key.Version).Distinct()];
            }
        }
    }

    /// <summary>Gives the use of a version, loading it if need be. It stays until the lease is disposed.</summary>
    /// <param name="version">The version.</param>
    /// <param name="task">What it is to do: a pretrained model is another one in memory for each task that it can do.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="RefusalException">There is no room for it, or its files cannot be loaded.</exception>
    public async Task<ModelLease> LeaseAsync(ModelVersion version, TaskKind task, CancellationToken cancellationToken)
    {
        Resident resident = Enter(version, task);
        try
        {
            return new ModelLease(await resident.Model.WaitAsync(cancellationToken), () => Leave(resident));
        }
        catch
        {
            Leave(resident);
            throw;
        }
    }

    /// <summary>Removes a version that is to be deleted, as soon as nobody uses it.</summary>
    public void Remove(Guid versionId)
    {
        lock (gate)
        {
            foreach ((_, Resident resident) in residents.Where(entry => entry.Key.Version == versionId).ToList())
            {
                residents.Remove(resident.Key);
                resident.IsRemoved = true;
                UnloadIfUnused(resident);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        List<Task> unloading;
        lock (gate)
        {
            unloading = [.. residents.Values.Select(UnloadAsync)];
            residents.Clear();
        }

        await Task.WhenAll(unloading);
    }

    private Resident Enter(ModelVersion version, TaskKind task)
    {
        lock (gate)
        {
            if (!residents.TryGetValue((version.Id, task), out Resident? resident))
            {
                List<Task> leaving = MakeRoom(version);
                resident = new Resident(version, task, LoadAsync(version, task, leaving));
                residents.Add(resident.Key, resident);
            }

            resident.Leases++;
            resident.LastUse = ++uses;
            return resident;
        }
    }

    private void Leave(Resident resident)
    {
        lock (gate)
        {
            resident.Leases--;
            if (resident.Model.IsFaulted && residents.GetValueOrDefault(resident.Key) == resident)
            {
                residents.Remove(resident.Key); // the next request tries again
            }
            else
            {
                UnloadIfUnused(resident);
            }
        }
    }

    /// <summary>Sends away as many unused models as it takes.</summary>
    /// <returns>What completes when their memory is free.</returns>
    private List<Task> MakeRoom(ModelVersion version)
    {
        if (version.Bytes > serving.MemoryBytes)
        {
            throw RefusalException.Conflict(
                ProblemCodes.ModelTooLarge,
                $"The model takes {version.Bytes} bytes, all resident models together may take {serving.MemoryBytes} (Hone:Serving:MemoryBytes).");
        }

        List<Task> leaving = [];
        while (residents.Values.Sum(resident => resident.Bytes) + version.Bytes > serving.MemoryBytes)
        {
            Resident unused = residents.Values.Where(resident => resident.Leases == 0).MinBy(resident => resident.LastUse)
                ?? throw new RefusalException(RefusalKind.Busy, ProblemCodes.QueueFull, "Every model that could make room for this one is in use.") { RetryAfter = RetryAfter };
            residents.Remove(unused.Key);
            unused.IsRemoved = true;
            leaving.Add(UnloadAsync(unused));
        }

        return leaving;
    }

    private void UnloadIfUnused(Resident resident)
    {
        if (resident is { IsRemoved: true, Leases: 0 })
        {
            _ = UnloadAsync(resident);
        }
    }

    private async Task<ResidentModel> LoadAsync(ModelVersion version, TaskKind task, IReadOnlyList<Task> leaving)
    {
        await Task.WhenAll(leaving);
        try
        {
            ResidentModel model = await ResidentModel.LoadAsync(Path.Combine(data.Root, version.Directory), task, serving);
            LogLoaded(logger, version.Id, model.MemoryBytes);
            return model;
        }
        catch (RefusalException fault) when (fault.Code == ProblemCodes.InvalidModelDirectory)
        {
            LogNotLoaded(logger, version.Id, fault);
            throw new InvalidDataException($"The files of version {version.Id} are damaged.", fault); // no fault of whoever asks
        }
        catch (Exception fault)
        {
            LogNotLoaded(logger, version.Id, fault);
            throw;
        }
    }

    private async Task UnloadAsync(Resident resident)
    {
        try
        {
            ResidentModel model = await resident.Model;
            await model.UnloadAsync();
            LogUnloaded(logger, resident.Version.Id);
        }
        catch (Exception) when (resident.Model.IsFaulted)
        {
            // It never got into memory.
        }
    }

    [LoggerMessage(LogLevel.Information, "Version {Version} is in memory ({Bytes} bytes)")]
    private static partial void LogLoaded(ILogger logger, Guid version, long bytes);

    [LoggerMessage(LogLevel.Error, "Version {Version} cannot be loaded")]
    private static partial void LogNotLoaded(ILogger logger, Guid version, Exception fault);

    [LoggerMessage(LogLevel.Information, "Version {Version} left memory")]
    private static partial void LogUnloaded(ILogger logger, Guid version);

    /// <summary>A version in memory, or on its way there.</summary>
    private sealed class Resident(ModelVersion version, TaskKind task, Task<ResidentModel> model)
    {
        /// <summary>What it is found by.</summary>
        public (Guid Version, TaskKind Task) Key => (version.Id, task);

        public ModelVersion Version => version;

        public Task<ResidentModel> Model => model;

        public int Leases { get; set; }

        public long LastUse { get; set; }

        /// <summary>It is no longer found; what uses it still does.</summary>
        public bool IsRemoved { get; set; }

        /// <summary>What it takes; until it is loaded, what its files take.</summary>
        public long Bytes => model.IsCompletedSuccessfully ? model.Result.MemoryBytes : version.Bytes;
    }
}
