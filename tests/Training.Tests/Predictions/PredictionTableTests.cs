using System.Text;
using System.Text.Json;
using CsvHelper;
using Hone.Domain;
using Hone.Domain.Tasks;
using Hone.Training.Inference;
using Hone.Training.Predictions;

namespace Hone.Training.Tests.Predictions;

public sealed class PredictionTableTests
{
    [Fact]
    public async Task Table_HoldsEveryPrediction_TheBestAnswerAndTheErrors()
    {
        object[] predictions =
        [
            new RowPrediction(1, 2) { Prediction = new[] { new LabelScore("=a,\"b\"\nc", 0.75f), new LabelScore("d", 0.25f) } },
            new RowPrediction(2, 4) { Error = new RowProblem("text-too-long", "Too \"long\".", "text") },
            new RowPrediction(3, 5) { Prediction = Array.Empty<LabelScore>() },
        ];

        (IReadOnlyList<string> header, IReadOnlyList<string[]> rows) = await WriteAsync(predictions, TaskKind.TextClassification);

        Assert.Equal(["row", "line", "label", "score", "prediction", "code", "message", "field"], header);
        Assert.Equal(["1", "2", "=a,\"b\"\nc", "0.75", Json(predictions[0], "prediction"), "", "", ""], rows[0]);
        Assert.Equal(["2", "4", "", "", "", "text-too-long", "Too \"long\".", "text"], rows[1]);
        Assert.Equal(["3", "5", "", "", "[]", "", "", ""], rows[2]);
    }

    [Theory]
    [InlineData(TaskKind.TextGeneration, "generated_text,finish_reason,tokens", " so,stop,2")]
    [InlineData(TaskKind.SentenceSimilarity, "score", "0.5")]
    [InlineData(TaskKind.FillMask, "token_str,score", "sun,0.5")]
    [InlineData(TaskKind.SemanticRoleLabeling, "", "")]
    public async Task Table_HasColumnsOfTheTask(TaskKind task, string columns, string values)
    {
        object prediction = task switch
        {
            TaskKind.TextGeneration => new GeneratedText(" so", GenerationEnd.Stop, 2),
            TaskKind.SentenceSimilarity => new SimilarityPrediction { Score = 0.5 },
            TaskKind.FillMask => new[] { new MaskPrediction("sun", 0.5, 7, "sun") },
            _ => new RolePrediction(["a"], []),
        };

        (IReadOnlyList<string> header, IReadOnlyList<string[]> rows) = await WriteAsync([new RowPrediction(1, 1) { Prediction = prediction }], task);

        Assert.Equal(columns.Split(',', StringSplitOptions.RemoveEmptyEntries), header.Skip(2).SkipLast(4));
        Assert.Equal(values.Split(',', StringSplitOptions.RemoveEmptyEntries), rows[0].Skip(2).SkipLast(4));
    }

    private static string Json(object line, string property) => JsonSerializer.SerializeToElement(line, HoneJson.Options).GetProperty(property).GetRawText();

    private static async Task<(IReadOnlyList<string> Header, IReadOnlyList<string[]> Rows)> WriteAsync(IEnumerable<object> predictions, TaskKind task)
    {
        string lines = string.Concat(predictions.Select(line => JsonSerializer.Serialize(line, HoneJson.Options) + "\n"));
        using MemoryStream jsonl = new(Encoding.UTF8.GetBytes(lines));
        using MemoryStream csv = new();
        await PredictionTable.WriteAsync(jsonl, task, csv, TestContext.Current.CancellationToken);
        csv.Position = 0;
        using CsvReader table = CsvReader.Create(csv, new CsvReaderOptions());
        await table.ReadHeaderAsync(TestContext.Current.CancellationToken);
        List<string[]> rows = [];
        while (await table.ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.Add([.. Enumerable.Range(0, table.FieldCount).Select(table.GetString)]);
        }

        return ([.. table.Headers], rows);
    }
}
