using System.Text;
using Hone.Domain.Jobs.Running;
using Hone.Training.Predictions;

namespace Hone.Training.Tests.Predictions;

public sealed class PredictionFileTests : IDisposable
{
    private readonly TemporaryDirectory temporary = new();
    private readonly JobDirectory directory;

    public PredictionFileTests()
    {
        directory = new JobDirectory(temporary.Path);
    }

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Open_GoesOnBehindTheLastWholeChunk()
    {
        Append(1, "one\n");
        Append(2, "two\n");
        File.AppendAllText(directory.Predictions, "th");

        Append(3, "three\n");

        Assert.Equal("one\ntwo\nthree\n", File.ReadAllText(directory.Predictions));
    }

    [Fact]
    public void Open_CutsOffAChunkWhoseCheckpointWasNotWritten()
    {
        Append(1, "one\n");
        byte[] before = File.ReadAllBytes(directory.PredictionsCheckpoint);
        Append(2, "two\n");
        File.WriteAllBytes(directory.PredictionsCheckpoint, before);

        using PredictionFile file = PredictionFile.Open(directory);

        Assert.Equal((1, 4), (file.Reached.Rows, file.Reached.OutputBytes));
        Assert.Equal(4, new FileInfo(directory.Predictions).Length);
    }

    [Theory]
    [InlineData("", "one\n")]
    [InlineData("{\"rows\":", "one\n")]
    [InlineData(null, "o")]
    public void Open_BeginsAnew_WhereWhatIsLeftIsOfNoUse(string? checkpoint, string left)
    {
        Append(1, "one\n");
        File.WriteAllText(directory.PredictionsCheckpoint, checkpoint ?? File.ReadAllText(directory.PredictionsCheckpoint));
        File.WriteAllText(directory.Predictions, left);

        using PredictionFile file = PredictionFile.Open(directory);

        Assert.Equal(new PredictionCheckpoint(), file.Reached);
        Assert.Equal(0, new FileInfo(directory.Predictions).Length);
    }

    private void Append(int rows, string lines)
    {
        using PredictionFile file = PredictionFile.Open(directory);
        Assert.Equal(rows - 1, file.Reached.Rows);
        file.Append([Encoding.UTF8.GetBytes(lines)], new PredictionCheckpoint { Rows = rows });
    }
}
