using System.Text;
using Hone.Domain.Datasets;
using Hone.Domain.Tasks;
using Hone.Training.Text;

namespace Hone.Training.Tests.Text;

/// <summary>A data set as it is uploaded, and what becomes of it.</summary>
internal sealed class UploadedDataset : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly List<DatasetPart> parts = [];

    public ColumnMapping Columns { get; init; } = new();

    public TaskKind Task { get; init; } = TaskKind.TextClassification;

    public ReadingOptions Reading { get; init; } = new();

    public SplitOptions Split { get; init; } = new() { Validation = 0, Test = 0 };

    public DatasetLimits Limits { get; init; } = new();

    public UploadedDataset With(SplitName split, DatasetFormat format, byte[] content)
    {
        string path = directory.File($"part-{parts.Count}");
        File.WriteAllBytes(path, content);
        parts.Add(new DatasetPart(split, $"{split}.{format}".ToLowerInvariant(), format, path));
        return this;
    }

    public UploadedDataset With(SplitName split, DatasetFormat format, string content) => With(split, format, Encoding.UTF8.GetBytes(content));

    public Task<DatasetContents> CanonicalizeAsync() => CanonicalizeAsync(Task);

    public async Task<DatasetContents> CanonicalizeAsync(TaskKind task)
    {
        Dictionary<SplitName, FileStream> streams = [];
        try
        {
            return await DatasetReader.CanonicalizeAsync(
                task, parts, Columns, Reading, Split, Limits, split => streams[split] = File.Create(Path(split)), CancellationToken.None);
        }
        finally
        {
            foreach (FileStream stream in streams.Values)
            {
                await stream.DisposeAsync();
            }
        }
    }

    public string Path(SplitName split) => directory.File($"{split}.canonical");

    public IEnumerable<(string Text, string Label)> Rows(SplitName split) => !File.Exists(Path(split))
        ? []
        : CanonicalDataset.ReadClassification(Path(split)).Select(example => (example.Text, example.Label!));

    public void Dispose() => directory.Dispose();
}
