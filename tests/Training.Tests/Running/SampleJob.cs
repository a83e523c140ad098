using System.Text.Json;
using Hone.Domain;
using Hone.Domain.Datasets;
using Hone.Domain.Jobs;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Tasks;
using Hone.Training.Data;
using Hone.Training.Evaluation;
using Hone.Training.Running;
using Hone.Training.Text;

namespace Hone.Training.Tests.Running;

/// <summary>Job directories of tiny jobs on made-up text in which every word belongs to one of two topics.</summary>
internal sealed class SampleJob : IDisposable
{
    public static readonly ArchitectureOptions Architecture = new() { Layers = 1, Hidden = 16, Heads = 2, MaxLength = 24 };
    public static readonly TokenizerOptions Tokenizer = new() { VocabularySize = 120 };

    private static readonly string[][] Topics =
    [
        ["rain", "wind", "cloud", "storm", "sun", "frost"],
        ["bread", "soup", "salt", "onion", "pepper", "butter"],
    ];

    private readonly string root = Directory.CreateTempSubdirectory("hone-job-").FullName;

    public JobDirectory Pretrain(string name, PretrainingOptions options, JobDirectory? start = null, ModelFamily family = ModelFamily.TransformerEncoder) =>
        Pretrain(name, options, start, ArchitectureOf(family), Enumerable.Range(0, 200).Select(i => Sentence(i % 2, seed: i, words: 12)));

    /// <summary>Any network, on documents of one's own.</summary>
    public JobDirectory Pretrain(string name, PretrainingOptions options, JobDirectory? start, ArchitectureOptions architecture, IEnumerable<string> documents)
    {
        string corpus = Path.Combine(root, $"{name}.jsonl");
        WriteLines(corpus, documents.Select(text => new { text }));
        return Write(name, new TrainerSpecification
        {
            JobId = Guid.CreateVersion7(),
            Device = "cpu",
            Pretrain = new PretrainSpecification
            {
                Model = "topics",
                Corpora = ["topics"],
                Architecture = start is null ? architecture : null,
                Tokenizer = start is null ? TokenizerOf(architecture.Family) : null,
                Training = options,
            },
            Corpora = [new CorpusInput(Guid.CreateVersion7(), "topics", 200, new string('0', 64), corpus)],
            Base = Base(start),
        });
    }

    public JobDirectory Finetune(
        string name,
        FinetuningOptions options,
        JobDirectory? start = null,
        bool reinitialize = false,
        Pooling pooling = Pooling.Mean,
        ModelFamily family = ModelFamily.TransformerEncoder) =>
        Finetune(
            name,
            TaskKind.TextClassification,
            ["kitchen", "weather"],
            (i, seed) => new ClassificationExample(Sentence(i % 2, seed, words: 3 + (i % 5)), i % 2 == 0 ? "weather" : "kitchen"),
            options,
            start,
            specification => specification with { Reinitialize = reinitialize, Pooling = pooling },
            family);

    /// <summary>A job of any task.</summary>
    /// <param name="row">Makes a row of its number and a seed.</param>
    public JobDirectory Finetune<TRow>(
        string name,
        TaskKind task,
        IReadOnlyList<string> labels,
        Func<int, int, TRow> row,
        FinetuningOptions options,
        JobDirectory? start = null,
        Func<FinetuneSpecification, FinetuneSpecification>? change = null,
        ModelFamily family = ModelFamily.TransformerEncoder)
    {
        List<DatasetSplitInput> splits = [];
        foreach ((SplitName split, int rows) in new[] { (SplitName.Train, 60), (SplitName.Validation, 20), (SplitName.Test, 20) })
        {
            string path = Path.Combine(root, $"{name}-{split}.jsonl");
            WriteLines(path, Enumerable.Range(0, rows).Select(i => row(i, (1000 * ((int)split + 1)) + i)));
            splits.Add(new DatasetSplitInput(split, rows, new string('0', 64), path));
        }

        FinetuneSpecification specification = new()
        {
            Model = "topic",
            Dataset = "topic",
            Base = start is null ? null : "topics",
            Architecture = start is null ? ArchitectureOf(family) : null,
            Tokenizer = start is null ? TokenizerOf(family) : null,
            Training = options,
        };

        return Write(name, new TrainerSpecification
        {
            JobId = Guid.CreateVersion7(),
            Device = "cpu",
            Finetune = change?.Invoke(specification) ?? specification,
            Dataset = new DatasetInput(Guid.CreateVersion7(), "topic", task, labels, splits),
            Base = Base(start),
        });
    }

    /// <summary>A job that judges what a fine-tuning job made on that job's data set, beside what another one made.</summary>
    public JobDirectory Evaluate(string name, JobDirectory learnt, Func<EvaluateSpecification, EvaluateSpecification>? change = null, JobDirectory? other = null)
    {
        EvaluateSpecification specification = new() { Model = "topic", Dataset = "topic", CompareWith = other is null ? null : "other", Resamples = 50 };
        return Write(name, new TrainerSpecification
        {
            JobId = Guid.CreateVersion7(),
            Device = "cpu",
            Evaluate = change?.Invoke(specification) ?? specification,
            Dataset = JsonSerializer.Deserialize<TrainerSpecification>(File.ReadAllBytes(learnt.Specification), HoneJson.Options)!.Dataset,
            Models = [new ModelInput(Guid.CreateVersion7(), "topic", 1, learnt.Output), .. other is null ? [] : new[] { new ModelInput(Guid.CreateVersion7(), "other", 2, other.Output) }],
        });
    }

    /// <summary>What a job that judges found out.</summary>
    public static EvaluationReport Report(JobDirectory directory) =>
        JsonSerializer.Deserialize<EvaluationReport>(File.ReadAllBytes(directory.Evaluation), HoneJson.Options)!;

    /// <summary>Runs a job to its success.</summary>
    public static TrainerResult Run(JobDirectory directory)
    {
        int code = Trainer.Run(directory, show: null, CancellationToken.None);
        TrainerResult result = Result(directory);
        Assert.True(code == TrainerExitCode.Succeeded, result.Error?.Message);
        return result;
    }

    public static TrainerResult Result(JobDirectory directory) =>
        JsonSerializer.Deserialize<TrainerResult>(File.ReadAllBytes(directory.Result), HoneJson.Options)!;

    public static IReadOnlyList<JobEvent> Events(JobDirectory directory) =>
        [.. File.ReadLines(directory.Events).Select(line => JsonSerializer.Deserialize<JobEvent>(line, HoneJson.Options)!)];

    public static string Sentence(int topic, int seed, int words)
    {
        SplitMix64 random = new(seed);
        string[] chosen = new string[words];
        for (int i = 0; i < words; i++)
        {
            chosen[i] = Topics[topic][random.NextInt(Topics[topic].Length)];
        }

        return string.Join(' ', chosen);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    /// <summary>The small network of a family.</summary>
    public static ArchitectureOptions ArchitectureOf(ModelFamily family) => family == ModelFamily.Rnn
        ? Architecture with { Family = family, Heads = null }
        : Architecture with { Family = family };

    /// <summary>A decoder's tokens begin with all 256 bytes.</summary>
    private static TokenizerOptions TokenizerOf(ModelFamily family) => family == ModelFamily.TransformerDecoder
        ? Tokenizer with { VocabularySize = 400 }
        : Tokenizer;

    private static ModelInput? Base(JobDirectory? start) => start is null ? null : new ModelInput(Guid.CreateVersion7(), "topics", 1, start.Output);

    private JobDirectory Write(string name, TrainerSpecification specification)
    {
        JobDirectory directory = new(Path.Combine(root, name));
        Directory.CreateDirectory(directory.Path);
        File.WriteAllBytes(directory.Specification, JsonSerializer.SerializeToUtf8Bytes(specification, HoneJson.Options));
        return directory;
    }

    private static void WriteLines<T>(string path, IEnumerable<T> rows) =>
        File.WriteAllLines(path, rows.Select(row => JsonSerializer.Serialize(row, HoneJson.Options)));
}
