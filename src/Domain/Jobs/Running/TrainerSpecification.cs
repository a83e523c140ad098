using System.Text.Json.Serialization;
using Hone.Domain.Datasets;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Models;
using Hone.Domain.Tasks;

namespace Hone.Domain.Jobs.Running;

/// <summary>
/// <c>spec.json</c> of a job directory: everything the trainer process needs, with paths resolved. Exactly one of the specifications is set.
/// </summary>
public sealed record TrainerSpecification
{
    public required Guid JobId { get; init; }

    /// <summary><c>auto</c>, <c>cpu</c> or <c>cuda</c>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Threads to compute with; null leaves it to libtorch.</summary>
    public int? Threads { get; init; }

    public PretrainSpecification? Pretrain { get; init; }

    public FinetuneSpecification? Finetune { get; init; }

    public EvaluateSpecification? Evaluate { get; init; }

    public PredictSpecification? Predict { get; init; }

    /// <summary>The sweep that the job belongs to, if it belongs to one.</summary>
    public LineageSweep? Sweep { get; init; }

    /// <summary>The corpora of a pretraining job.</summary>
    public IReadOnlyList<CorpusInput> Corpora { get; init; } = [];

    /// <summary>The data set to learn or to judge by.</summary>
    public DatasetInput? Dataset { get; init; }

    /// <summary>The model directory to start from.</summary>
    public ModelInput? Base { get; init; }

    /// <summary>The model directories to use as they are: the one to judge or ask, and behind it what it is compared with.</summary>
    public IReadOnlyList<ModelInput> Models { get; init; } = [];

    /// <summary>The rows to predict for.</summary>
    public RowsInput? Rows { get; init; }

    /// <summary>How rows are predicted for.</summary>
    public PredictionSettings? Prediction { get; init; }

    /// <summary>The specification that is set; null unless exactly one is.</summary>
    [JsonIgnore]
    public JobSpecification? Specification => new JobSpecification?[] { Pretrain, Finetune, Evaluate, Predict }.OfType<JobSpecification>().ToArray() is [JobSpecification only] ? only : null;
}

/// <summary>A corpus in canonical form.</summary>
public sealed record CorpusInput(Guid Id, string Name, long Documents, string Sha256, string Path);

/// <summary>A data set in canonical form.</summary>
public sealed record DatasetInput(Guid Id, string Name, TaskKind Task, IReadOnlyList<string> Labels, IReadOnlyList<DatasetSplitInput> Splits);

/// <summary>One part of a data set in canonical form.</summary>
public sealed record DatasetSplitInput(SplitName Name, long Rows, string Sha256, string Path);

/// <summary>A model version to start from or to use.</summary>
public sealed record ModelInput(Guid VersionId, string Model, int Version, string Path);

/// <summary>The rows of a file to predict for, in canonical form.</summary>
public sealed record RowsInput(long Rows, string Sha256, string Path);

/// <summary>How rows are predicted for.</summary>
/// <param name="Precision">The number format to compute in: that of <c>/predict</c>.</param>
/// <param name="BatchTokens">Tokens computed at once.</param>
/// <param name="ChunkRows">The most rows of a chunk, which is sorted by length, held in memory, and written as a whole.</param>
/// <param name="ChunkBytes">A chunk of so many bytes takes no further row.</param>
public sealed record PredictionSettings(Precision Precision, int BatchTokens, int ChunkRows, int ChunkBytes);
