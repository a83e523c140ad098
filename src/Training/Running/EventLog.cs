using System.Text.Json;
using Hone.Domain;
using Hone.Domain.Jobs;

namespace Hone.Training.Running;

/// <summary>Appends a job's history to its <c>events.jsonl</c>, a whole line at a time, so that a reader never sees half a record.</summary>
public sealed class EventLog : IDisposable
{
    private readonly FileStream file;

    /// <param name="path">The file; created, or added to.</param>
    public EventLog(string path)
    {
        file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    /// <summary>Told every record that was written.</summary>
    public event Action<JobEvent>? Written;

    /// <summary>How far the job is.</summary>
    public void Progress(JobProgress progress) => Write(new JobEvent
    {
        Kind = JobEventKind.Progress,
        Time = DateTime.UtcNow,
        Step = progress.Step,
        Progress = progress,
    });

    /// <summary>Values measured at a step.</summary>
    public void Metric(long step, IReadOnlyDictionary<string, double> values) => Write(new JobEvent
    {
        Kind = JobEventKind.Metric,
        Time = DateTime.UtcNow,
        Step = step,
        Values = values,
    });

    /// <summary>A line for people.</summary>
    public void Log(string message) => Write(new JobEvent { Kind = JobEventKind.Log, Time = DateTime.UtcNow, Message = message });

    /// <summary>Something a person should look at.</summary>
    public void Warning(string message) => Write(new JobEvent { Kind = JobEventKind.Warning, Time = DateTime.UtcNow, Message = message });

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private void Write(JobEvent record)
    {
        long end = file.Position;
        try
        {
            file.Write([.. JsonSerializer.SerializeToUtf8Bytes(record, HoneJson.Options), (byte)'\n']);
        }
        catch (IOException)
        {
            CutOff(end); // or the next record would stand behind half of this one
            throw;
        }

        Written?.Invoke(record);
    }

    private void CutOff(long end)
    {
        try
        {
            file.SetLength(end);
        }
        catch (IOException)
        {
            // What is wrong with the file is said by the write that failed.
        }
    }
}
