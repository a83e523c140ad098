using System.Text.Json;
using Hone.Domain.Datasets;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Artifacts;
using Hone.Training.Evaluation;
using Hone.Training.Judging;
using Hone.Training.Running;
using Hone.Training.Tests.Native;
using Hone.Training.Tests.Running;
using Hone.Training.Text;

namespace Hone.Training.Tests.Judging;

/// <summary>Whole jobs that judge what other jobs made, of every task.</summary>
[Collection(nameof(TorchGenerator))]
public sealed class EvaluatingTests : IDisposable
{
    private static readonly FinetuningOptions Brief = new() { Epochs = 3, BatchTokens = 256, LearningRate = 1e-2 };

    private readonly SampleJob jobs = new();

    public void Dispose() => jobs.Dispose();

    public static TheoryData<string> Tasks => ["labels", "label-sets", "pairs", "tags", "tags-crf", "roles", "roles-senses", "scores", "partners", "texts", "prompts"];

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Run_ComesToTheMetricsOfTheJobThatMadeTheModel_WhateverTheBatches(string task)
    {
        JobDirectory learnt = Learn(task, seed: 1);
        Dictionary<string, double> expected = SampleJob.Run(learnt).Metrics.Where(metric => metric.Key.StartsWith("test/", StringComparison.Ordinal)).ToDictionary();

        TrainerResult result = SampleJob.Run(jobs.Evaluate("judged", learnt));
        TrainerResult inSmallBatches = SampleJob.Run(jobs.Evaluate("small", learnt, specification => specification with { BatchTokens = 64 }));

        Assert.Equal(expected, result.Metrics);
        Assert.All(expected, metric => Assert.Equal(metric.Value, inSmallBatches.Metrics[metric.Key], 1e-4));
        EvaluationReport report = SampleJob.Report(new JobDirectory(Path.Combine(Path.GetDirectoryName(learnt.Path)!, "judged")));
        Assert.Equal((SplitName.Test, 20L), (report.Split, report.Rows));
        Assert.True(JsonElement.DeepEquals(new ModelDirectory(learnt.Output).ReadRecord().Evaluations["test"], report.Model.Evaluation));
        Assert.NotEmpty(report.Model.Intervals);
        Assert.All(report.Model.Intervals, interval => Assert.True(interval.Value.Low <= interval.Value.High && report.Model.Metrics.ContainsKey(interval.Key)));
        Assert.Equal(20, report.WorstExamples.Count);
        Assert.Equal(report.WorstExamples.OrderByDescending(example => example.Loss).ThenBy(example => example.Row), report.WorstExamples);
    }

    [Fact]
    public void Run_ComparesTwoModels_OnTheSameRows()
    {
        JobDirectory one = Learn("labels", seed: 1);
        JobDirectory other = jobs.Finetune("other", Brief with { Epochs = 1, LearningRate = 1e-5 });
        SampleJob.Run(one);
        TrainerResult ofOther = SampleJob.Run(other);
        JobDirectory compared = jobs.Evaluate("compared", one, other: other);
        JobDirectory alike = jobs.Evaluate("alike", one, other: one);
        SampleJob.Run(compared);
        SampleJob.Run(alike);

        EvaluationReport report = SampleJob.Report(compared);

        Assert.Equal(("topic:1", "other:2"), (report.Model.Reference, report.Comparison!.With.Reference));
        Assert.Equal(ofOther.Metrics["test/accuracy"], report.Comparison.With.Metrics["accuracy"]);
        Assert.All(report.Comparison.Differences, metric => Assert.Equal(report.Model.Metrics[metric.Key] - report.Comparison.With.Metrics[metric.Key], metric.Value.Difference, 1e-12));
        Assert.Equal(
            20 * report.Comparison.Differences["accuracy"].Difference,
            report.Comparison.McNemar!.OnlyFirst - report.Comparison.McNemar.OnlySecond,
            1e-9);
        Assert.All(SampleJob.Report(alike).Comparison!.Differences.Values, difference => Assert.Equal((0, 1), (difference.Difference, difference.P)));
        Assert.Equal(new McNemarTest(0, 0, 1), SampleJob.Report(alike).Comparison!.McNemar);
    }

    [Theory]
    [InlineData("roles-senses", "roles")]
    [InlineData("roles", "roles-senses")]
    public void Run_ComparesWhatBothModelsTell_WhereOneTellsSensesToo(string first, string second)
    {
        JobDirectory one = Learn(first, seed: 1);
        JobDirectory other = Learn(second, seed: 1);
        SampleJob.Run(one);
        SampleJob.Run(other);
        JobDirectory compared = jobs.Evaluate("compared", one, other: other);
        SampleJob.Run(compared);

        EvaluationReport report = SampleJob.Report(compared);

        Assert.Equal(first == "roles-senses", report.Model.Intervals.ContainsKey("accuracy/senses"));
        Assert.Equal(second == "roles-senses", report.Comparison!.With.Intervals.ContainsKey("accuracy/senses"));
        Assert.Equal(["f1/macro", "f1/micro", "f1/predicates", "f1/weighted", "loss"], report.Comparison.Differences.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Run_KeepsTheWorstExamples_OutOfTheEvents()
    {
        JobDirectory learnt = Learn("labels", seed: 1);
        SampleJob.Run(learnt);
        JobDirectory directory = jobs.Evaluate("judged", learnt, specification => specification with { Split = SplitName.Validation, WorstExamples = 3, Resamples = 0 });
        SampleJob.Run(directory);

        EvaluationReport report = SampleJob.Report(directory);

        Assert.Equal((SplitName.Validation, 3), (report.Split, report.WorstExamples.Count));
        Assert.Empty(report.Model.Intervals);
        foreach (WorstExample worst in report.WorstExamples)
        {
            string text = worst.Example.GetProperty("text").GetString()!;
            int index = (int)worst.Row - 1;
            Assert.Equal(SampleJob.Sentence(index % 2, 2000 + index, 3 + (index % 5)), text);
            Assert.DoesNotContain(text, File.ReadAllText(directory.Events), StringComparison.Ordinal);
            JsonElement best = worst.Predicted[0];
            Assert.Equal(worst.Right, best.GetProperty("label").GetString() == worst.Example.GetProperty("label").GetString());
            double truth = worst.Predicted.EnumerateArray().Single(answer => answer.GetProperty("label").GetString() == worst.Example.GetProperty("label").GetString()).GetProperty("score").GetDouble();
            Assert.Equal(-Math.Log(truth), worst.Loss, 1e-6);
        }
    }

    [Fact]
    public void Run_FailsWithACode_WhenTheModelDoesNotFit()
    {
        JobDirectory learnt = Learn("labels", seed: 1);
        JobDirectory sets = Learn("label-sets", seed: 1);
        SampleJob.Run(learnt);
        SampleJob.Run(sets);
        DatasetInput dataset = new(Guid.NewGuid(), "d", TaskKind.TextClassification, ["garden", "kitchen"], []);

        Assert.Equal(ProblemCodes.UnknownLabel, Assert.Single(EvaluationInputs.Validate("model", learnt.Output, dataset)).Code);
        Assert.Equal(ProblemCodes.WrongTask, Assert.Single(EvaluationInputs.Validate("model", learnt.Output, dataset with { Task = TaskKind.TextGeneration })).Code);
        JobDirectory wrong = jobs.Evaluate("wrong", sets, other: learnt);
        Assert.Equal(TrainerExitCode.Failed, Trainer.Run(wrong, show: null, CancellationToken.None));
        Assert.Equal(ProblemCodes.WrongTask, SampleJob.Result(wrong).Error!.Code);
        Assert.False(Directory.Exists(wrong.Output));
    }

    private JobDirectory Learn(string task, int seed)
    {
        FinetuningOptions options = Brief with { Seed = seed };
        string[] topics = ["kitchen", "weather"];
        return task switch
        {
            "labels" => jobs.Finetune(task, options),
            "label-sets" => jobs.Finetune(task, TaskKind.TextClassification, topics, (i, at) => new ClassificationExample(SampleJob.Sentence(i % 2, at, 4)) { Labels = i % 3 == 0 ? topics : [topics[1 - (i % 2)]] }, options),
            "pairs" => jobs.Finetune(
                task,
                TaskKind.TextClassification,
                ["other", "same"],
                (i, at) => new ClassificationExample(SampleJob.Sentence(i % 2, at, 3), i % 3 == 0 ? "same" : "other") { TextPair = SampleJob.Sentence(i % 3 == 0 ? i % 2 : 1 - (i % 2), at + 500, 3) },
                options,
                family: ModelFamily.Rnn),
            "tags" or "tags-crf" => jobs.Finetune(task, TaskKind.TokenClassification, topics, Tags, options, change: specification => specification with { Crf = task == "tags-crf" }),
            "roles" or "roles-senses" => jobs.Finetune(
                task, TaskKind.SemanticRoleLabeling, ["ARG0", "ARG1", "V"], Roles, options with { Epochs = 10 }, change: specification => specification with { Senses = task == "roles-senses" }),
            "scores" => jobs.Finetune(task, TaskKind.SentenceSimilarity, [], (i, at) => Pair(i, at) with { Score = i % 4 }, options),
            "partners" => jobs.Finetune(task, TaskKind.SentenceSimilarity, [], Pair, options),
            "texts" => jobs.Finetune(task, TaskKind.TextGeneration, [], (i, at) => new GenerationExample { Text = SampleJob.Sentence(i % 2, at, i == 1 ? 60 : 5) }, options, family: ModelFamily.TransformerDecoder),
            _ => jobs.Finetune(task, TaskKind.TextGeneration, [], (i, at) => new GenerationExample { Prompt = SampleJob.Sentence(i % 2, at, 3), Completion = " weather" }, options, family: ModelFamily.Rnn),
        };
    }

    private static SimilarityExample Pair(int i, int seed) => new(SampleJob.Sentence(i % 2, seed, 3), SampleJob.Sentence(i % 2, seed + 500, 3));

    private static TokenClassificationExample Tags(int i, int seed)
    {
        string[] words = [SampleJob.Sentence(0, seed, 1), "and", SampleJob.Sentence(1, seed + 1, 1), SampleJob.Sentence(1, seed + 2, 1)];
        (string text, WordSpan[] spans) = SentenceText.Join(words);
        return new TokenClassificationExample(text, spans, ["B-weather", "O", "B-kitchen", i % 2 == 0 ? "I-kitchen" : "O"]);
    }

    private static SemanticRoleExample Roles(int i, int seed)
    {
        string[] nouns = SampleJob.Sentence(i % 2, seed, 2).Split(' ');
        return new SemanticRoleExample([nouns[0], i % 3 == 0 ? "eats" : "hits", nouns[1]], [new PredicateFrame(1, ["B-ARG0", "B-V", "B-ARG1"], i % 3 == 0 ? null : $"hit.0{1 + (i % 2)}")]);
    }
}
