using Hone.Domain.Datasets;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;

namespace Hone.Api.Datasets;

/// <summary>What is said about a data set when it is uploaded: the fields of the form that are not files.</summary>
internal sealed record DatasetUpload : IValidatable
{
    /// <summary>A name for the data set that no other has: 1 to 63 lower-case letters, digits, <c>.</c>, <c>_</c> or <c>-</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What the rows are examples of.</summary>
    public required TaskKind Task { get; init; }

    /// <summary>The format of all files. Without it each file's extension or media type tells.</summary>
    public DatasetFormat? Format { get; init; }

    /// <summary>Which columns or properties of a row are read.</summary>
    public ColumnMapping Columns { get; init; } = new();

    /// <summary>How rows are read where that cannot be told from the files.</summary>
    public ReadingOptions Reading { get; init; } = new();

    /// <summary>How rows of <c>train</c> are set aside for the splits that are not uploaded.</summary>
    public SplitOptions Split { get; init; } = new();

    /// <inheritdoc/>
    public IEnumerable<Problem> Validate() =>
        [.. Check.Name("name", Name), .. Columns.Validate("columns", Task), .. Reading.Validate("reading"), .. Split.Validate("split")];
}
