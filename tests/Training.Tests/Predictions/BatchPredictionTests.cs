using System.Text.Json;
using Hone.Domain;
using Hone.Domain.Jobs;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Predictions;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Inference;
using Hone.Training.Predictions;
using Hone.Training.Running;
using Hone.Training.Tests.Native;
using Hone.Training.Tests.Running;
using Hone.Training.Text;

namespace Hone.Training.Tests.Predictions;

[Collection(nameof(TorchGenerator))]
public sealed class BatchPredictionTests : IDisposable
{
    private const int Rows = 60;

    private static readonly PredictionSettings Settings = new(Precision.Fp32, BatchTokens: 100, ChunkRows: 16, ChunkBytes: 1 << 20);
    private static readonly FinetuningOptions Brief = new() { Epochs = 1, BatchTokens = 256 };

    private readonly SampleJob jobs = new();

    public void Dispose() => jobs.Dispose();

    /// <summary>A row is given what its input is given alone, whatever it is batched and chunked with, and in its place.</summary>
    [Theory]
    [InlineData(TaskKind.TextClassification)]
    [InlineData(TaskKind.TokenClassification)]
    [InlineData(TaskKind.SemanticRoleLabeling)]
    [InlineData(TaskKind.FillMask)]
    [InlineData(TaskKind.SentenceSimilarity)]
    public async Task EveryRow_IsGivenWhatItsInputIsGivenAlone(TaskKind task)
    {
        JobDirectory trained = Train(task);
        string[] inputs = [.. Enumerable.Range(0, Rows).Select(row => row % 11 == 3 ? "{" : Input(task, row))];
        using IBatchPredictor network = TaskPredictor.Load(trained.Output, task, new InferenceOptions("cpu", Precision.Fp32));
        PredictionParameters parameters = new() { TopK = task == TaskKind.FillMask ? 3 : null };
        TaskPredictor predictor = TaskPredictor.Of(network, parameters);
        JsonElement?[] alone = [.. inputs.Select(input => input == "{" ? null : (JsonElement?)Alone(network, predictor, input))];

        foreach (PredictionSettings settings in new[] { Settings, Settings with { BatchTokens = 1 }, Settings with { ChunkRows = 1000, BatchTokens = 5000 }, Settings with { ChunkBytes = 300 } })
        {
            JobDirectory directory = await jobs.PredictAsync($"{task}-{settings.GetHashCode()}", trained, task, string.Join('\n', inputs), settings, parameters);
            TrainerResult result = SampleJob.Run(directory);

            JsonElement[] lines = [.. File.ReadLines(directory.Predictions).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
            Assert.Equal(Enumerable.Range(1, Rows), lines.Select(line => line.GetProperty("row").GetInt32()));
            foreach ((JsonElement line, JsonElement? expected) in lines.Zip(alone))
            {
                if (expected is { } prediction)
                {
                    Assert.True(AreClose(prediction, line.GetProperty("prediction")), $"{prediction}\n{line}");
                    Assert.All(
                        task == TaskKind.SemanticRoleLabeling ? [.. line.GetProperty("prediction").GetProperty("verbs").EnumerateArray()] : (JsonElement[])[],
                        verb => Assert.StartsWith("any.", verb.GetProperty("sense").GetString(), StringComparison.Ordinal));
                }
                else
                {
                    Assert.Equal(ProblemCodes.InvalidJson, line.GetProperty("error").GetProperty("code").GetString());
                }
            }

            Assert.Equal((Rows, alone.Count(prediction => prediction is null)), ((int)result.Metrics["rows"], (int)result.Metrics["errors"]));
            Assert.Equal(Rows, SampleJob.Events(directory).Last(record => record.Progress is not null).Progress!.Step);
        }
    }

    /// <summary>Wherever a job is stopped, as often as it is: what it ends in are the bytes of a job that is not.</summary>
    [Theory]
    [InlineData(TaskKind.TextClassification, 1)]
    [InlineData(TaskKind.TextClassification, 3)]
    [InlineData(TaskKind.TextClassification, 4)]
    [InlineData(TaskKind.TextGeneration, 2)]
    public async Task AStoppedJob_EndsInTheSameBytes(TaskKind task, int attempts)
    {
        JobDirectory trained = Train(task);
        string file = string.Join('\n', Enumerable.Range(0, Rows).Select(row => Input(task, row)));
        PredictionParameters parameters = task == TaskKind.TextGeneration ? new() { MaxTokens = 3, Temperature = 1, Seed = 5 } : new();
        JobDirectory whole = await jobs.PredictAsync("whole", trained, task, file, Settings, parameters);
        TrainerResult expected = SampleJob.Run(whole);
        JobDirectory stopped = await jobs.PredictAsync("stopped", trained, task, file, Settings, parameters);

        for (int attempt = 1; attempt <= attempts; attempt++)
        {
            // Every attempt makes one chunk of four and is stopped then; the last finds nothing more to do.
            using CancellationTokenSource stop = new();
            int code = Trainer.Run(stopped, record => StopWhenWritten(record, stop), stop.Token);
            Assert.Equal(attempt < 4 ? TrainerExitCode.Stopped : TrainerExitCode.Succeeded, code);
            Assert.Equal(Math.Min(16 * attempt, Rows), File.ReadLines(stopped.Predictions).Count());
            File.AppendAllText(stopped.Predictions, "{\"half\":"); // as a process leaves it that is killed while it writes
        }

        TrainerResult result = SampleJob.Run(stopped);

        Assert.Equal(File.ReadAllBytes(whole.Predictions), File.ReadAllBytes(stopped.Predictions));
        Assert.All(new[] { "rows", "errors", "tokens", "truncated" }, name => Assert.Equal(expected.Metrics[name], result.Metrics[name]));
    }

    [Fact]
    public async Task ARowThatTheModelCannotPredictFor_HasAnError_AndTheOthersGoOn()
    {
        JobDirectory trained = Train(TaskKind.FillMask);
        JobDirectory directory = await jobs.PredictAsync("masks", trained, TaskKind.FillMask, "\"rain [MASK] sun\"\n\"no mask\"\n\"[MASK] soup\"\n", Settings);

        TrainerResult result = SampleJob.Run(directory);

        JsonElement[] lines = [.. File.ReadLines(directory.Predictions).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
        Assert.Equal((ProblemCodes.WrongMask, "text"), (lines[1].GetProperty("error").GetProperty("code").GetString(), lines[1].GetProperty("error").GetProperty("field").GetString()));
        Assert.Equal([5, 5], new[] { lines[0], lines[2] }.Select(line => line.GetProperty("prediction").GetArrayLength()));
        Assert.Equal(1, result.Metrics["errors"]);
    }

    private static void StopWhenWritten(JobEvent record, CancellationTokenSource stop)
    {
        if (record.Values is not null)
        {
            stop.Cancel();
        }
    }

    private static string Input(TaskKind task, int row)
    {
        string sentence = SampleJob.Sentence(row % 2, seed: 900 + row, words: 1 + (row % 13));
        object input = task switch
        {
            TaskKind.FillMask => $"{sentence} [MASK] {sentence}",
            TaskKind.SemanticRoleLabeling when row % 3 == 0 => new { words = sentence.Split(' '), predicates = new[] { 0 } },
            TaskKind.SentenceSimilarity when row % 3 == 0 => new { text = sentence, candidates = new[] { "rain", "soup salt" } },
            TaskKind.SentenceSimilarity when row % 3 == 1 => new { text = sentence, textPair = "wind" },
            _ => sentence,
        };
        return JsonSerializer.Serialize(input);
    }

    private static JsonElement Alone(IBatchPredictor network, TaskPredictor predictor, string input)
    {
        OpenPrediction open = predictor.Begin(PredictionInput.Of(JsonSerializer.Deserialize<JsonElement>(input), ""));
        while (open.Sequences.Count > 0)
        {
            foreach ((int index, float[] result) in open.Sequences.Select(sequence => network.Compute([sequence])[0]).ToArray().Index())
            {
                open.Take(index, result);
            }
        }

        return JsonSerializer.SerializeToElement(open.Answer, HoneJson.Options);
    }

    /// <summary>Whether two predictions are the same but for what floating point does to sums of another order.</summary>
    private static bool AreClose(JsonElement one, JsonElement other) => (one.ValueKind, other.ValueKind) switch
    {
        (JsonValueKind.Number, JsonValueKind.Number) => Math.Abs(one.GetDouble() - other.GetDouble()) < 1e-5,
        (JsonValueKind.Array, JsonValueKind.Array) => one.GetArrayLength() == other.GetArrayLength() && one.EnumerateArray().Zip(other.EnumerateArray()).All(pair => AreClose(pair.First, pair.Second)),
        (JsonValueKind.Object, JsonValueKind.Object) => one.EnumerateObject().Select(property => property.Name).SequenceEqual(other.EnumerateObject().Select(property => property.Name))
            && one.EnumerateObject().Zip(other.EnumerateObject()).All(pair => AreClose(pair.First.Value, pair.Second.Value)),
        _ => JsonElement.DeepEquals(one, other),
    };

    private JobDirectory Train(TaskKind task)
    {
        JobDirectory directory = task switch
        {
            TaskKind.FillMask or TaskKind.SentenceSimilarity => jobs.Pretrain("base", new PretrainingOptions { Steps = 2, BatchTokens = 256 }),
            TaskKind.TextGeneration => jobs.Pretrain("base", new PretrainingOptions { Steps = 2, BatchTokens = 256 }, family: ModelFamily.TransformerDecoder),
            TaskKind.TokenClassification => jobs.Finetune("model", task, ["WORD"], Spans, Brief),
            TaskKind.SemanticRoleLabeling => jobs.Finetune("model", task, ["ARG0", "V"], Roles, Brief with { Epochs = 10, LearningRate = 1e-2 }, change: specification => specification with { Senses = true }),
            _ => jobs.Finetune("model", Brief),
        };
        SampleJob.Run(directory);
        return directory;
    }

    private static TokenClassificationExample Spans(int row, int seed)
    {
        (string text, WordSpan[] spans) = SentenceText.Join(SampleJob.Sentence(row % 2, seed, 4).Split(' '));
        return new TokenClassificationExample(text, spans, ["B-WORD", "I-WORD", "O", "O"]);
    }

    private static SemanticRoleExample Roles(int row, int seed) =>
        new(SampleJob.Sentence(row % 2, seed, 3).Split(' '), [new PredicateFrame(1, ["B-ARG0", "B-V", "O"], $"any.0{1 + (row % 2)}")]);
}
