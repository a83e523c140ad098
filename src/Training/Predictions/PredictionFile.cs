using System.Text.Json;
using Hone.Domain;
using Hone.Domain.Jobs.Running;

namespace Hone.Training.Predictions;

/// <summary>
/// The predictions of a job, which grow chunk by chunk. A checkpoint beside them says how far they reach; it is renamed into place only once they are on
/// the disk, so that a job that was interrupted, however, goes on behind its last whole chunk.
/// </summary>
internal sealed class PredictionFile : IDisposable
{
    private readonly JobDirectory directory;
    private readonly FileStream file;

    private PredictionFile(JobDirectory directory, FileStream file, PredictionCheckpoint reached)
    {
        this.directory = directory;
        this.file = file;
        Reached = reached;
    }

    /// <summary>How far the predictions reach.</summary>
    public PredictionCheckpoint Reached { get; private set; }

    /// <summary>Opens what an earlier attempt left, without what it wrote behind its last checkpoint; begins anew where it left nothing of use.</summary>
    public static PredictionFile Open(JobDirectory directory)
    {
        PredictionCheckpoint reached = ReadCheckpoint(directory) ?? new PredictionCheckpoint();
        FileStream file = new(directory.Predictions, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        if (file.Length < reached.OutputBytes)
        {
            reached = new PredictionCheckpoint(); // somebody shortened it
        }

        file.SetLength(reached.OutputBytes);
        file.Position = reached.OutputBytes;
        return new PredictionFile(directory, file, reached);
    }

    /// <summary>Adds a chunk.</summary>
    /// <param name="lines">Its lines, each with its end.</param>
    /// <param name="reached">How far the predictions reach with it, but for their bytes.</param>
    public void Append(IEnumerable<ReadOnlyMemory<byte>> lines, PredictionCheckpoint reached)
    {
        foreach (ReadOnlyMemory<byte> line in lines)
        {
            file.Write(line.Span);
        }

        file.Flush(flushToDisk: true);
        Reached = reached with { OutputBytes = file.Position };
        string unfinished = directory.PredictionsCheckpoint + ".unfinished";
        using (FileStream checkpoint = File.Create(unfinished))
        {
            JsonSerializer.Serialize(checkpoint, Reached, HoneJson.Options);
            checkpoint.Flush(flushToDisk: true);
        }

        File.Move(unfinished, directory.PredictionsCheckpoint, overwrite: true);
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private static PredictionCheckpoint? ReadCheckpoint(JobDirectory directory)
    {
        try
        {
            return JsonSerializer.Deserialize<PredictionCheckpoint>(File.ReadAllBytes(directory.PredictionsCheckpoint), HoneJson.Options);
        }
        catch (Exception fault) when (fault is FileNotFoundException or JsonException)
        {
            return null;
        }
    }
}
