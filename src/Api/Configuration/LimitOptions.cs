using Hone.Training.Predictions;
using Hone.Training.Text;

namespace Hone.Api.Configuration;

/// <summary>How much the service accepts. Beyond a limit it answers with a problem that names the limit.</summary>
public sealed class LimitOptions
{
    /// <summary>Bytes of a request body that is not an upload.</summary>
    public long RequestBytes { get; init; } = 1024 * 1024;

    /// <summary>Objects and arrays that a JSON body may nest.</summary>
    public int JsonDepth { get; init; } = 32;

    /// <summary>Bytes of an uploaded corpus, data set or model, as they are sent.</summary>
    public long UploadBytes { get; init; } = 4L * 1024 * 1024 * 1024;

    /// <summary>Bytes of an uploaded file, or of all files of a model, after decompression.</summary>
    public long DecompressedBytes { get; init; } = 16L * 1024 * 1024 * 1024;

    /// <summary>How many times larger a compressed file may become; prose reaches about 4, the worst gzip 1032.</summary>
    public int DecompressionRatio { get; init; } = 100;

    /// <summary>Entries of an uploaded archive.</summary>
    public int ArchiveFiles { get; init; } = 1000;

    /// <summary>Bytes of one file of an imported model that does not hold weights.</summary>
    public long ModelTextBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>Bytes of one form field that is not a file.</summary>
    public int FormFieldBytes { get; init; } = 64 * 1024;

    /// <summary>Hours for which a request with an idempotency key is answered as it was the first time.</summary>
    public int IdempotencyHours { get; init; } = 24;

    /// <summary>Prediction jobs that are over whose rows and predictions are kept: the latest.</summary>
    public int KeptPredictions { get; init; } = 100;

    public RowLimits Predictions { get; init; } = new();

    public CorpusLimits Corpus { get; init; } = new();

    public DatasetLimits Dataset { get; init; } = new();

    public SweepLimits Sweep { get; init; } = new();
}
