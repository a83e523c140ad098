using Microsoft.Extensions.Options;

namespace Hone.Api.Configuration;

/// <summary>Refuses a configuration that cannot work, naming every setting that is wrong.</summary>
internal sealed class HoneOptionsValidator : IValidateOptions<HoneOptions>
{
    public ValidateOptionsResult Validate(string? name, HoneOptions options)
    {
        List<string> failures = [];
        Require("DataPath", !string.IsNullOrWhiteSpace(options.DataPath), "must name a folder");
        Require("Urls", !string.IsNullOrWhiteSpace(options.Urls), "must name at least one address");

        Require("ImportPath", options.ImportPath is null || options.ImportPath.Trim().Length > 0, "must name a folder, or be left out");

        LimitOptions limits = options.Limits;
        Positive("Limits:RequestBytes", limits.RequestBytes);
        Require("Limits:RequestBytes", limits.RequestBytes <= int.MaxValue, "must be less than 2 GiB");
        Require("Limits:JsonDepth", limits.JsonDepth is > 0 and <= 256, "must be from 1 to 256");
        Positive("Limits:UploadBytes", limits.UploadBytes);
        Positive("Limits:DecompressedBytes", limits.DecompressedBytes);
        Positive("Limits:DecompressionRatio", limits.DecompressionRatio);
        Positive("Limits:ArchiveFiles", limits.ArchiveFiles);
        Positive("Limits:ModelTextBytes", limits.ModelTextBytes);
        Positive("Limits:FormFieldBytes", limits.FormFieldBytes);
        Require("Limits:IdempotencyHours", limits.IdempotencyHours is >= 1 and <= 8760, "must be from 1 to 8760");
        Positive("Limits:Corpus:DocumentCharacters", limits.Corpus.DocumentCharacters);
        Positive("Limits:Corpus:Documents", limits.Corpus.Documents);
        Positive("Limits:Corpus:LineBytes", limits.Corpus.LineBytes);
        Positive("Limits:Dataset:Rows", limits.Dataset.Rows);
        Positive("Limits:Dataset:Labels", limits.Dataset.Labels);
        Positive("Limits:Dataset:LabelCharacters", limits.Dataset.LabelCharacters);
        Positive("Limits:Dataset:TextCharacters", limits.Dataset.TextCharacters);
        Positive("Limits:Dataset:Words", limits.Dataset.Words);
        Positive("Limits:Dataset:RowBytes", limits.Dataset.RowBytes);
        Positive("Limits:Dataset:LongTextCharacters", limits.Dataset.LongTextCharacters);
        Positive("Limits:Dataset:RareLabelRows", limits.Dataset.RareLabelRows);
        Require("Limits:Dataset:SkewedLabelFraction", limits.Dataset.SkewedLabelFraction is > 0 and <= 1, "must be more than 0 and at most 1");
        Require("Limits:Dataset:LabelShift", limits.Dataset.LabelShift is > 0 and <= 1, "must be more than 0 and at most 1");
        Require("Limits:Dataset:NearDuplicateRows", limits.Dataset.NearDuplicateRows >= 0, "must not be negative");
        Positive("Limits:KeptPredictions", limits.KeptPredictions);
        Positive("Limits:Predictions:Rows", limits.Predictions.Rows);
        Positive("Limits:Predictions:RowBytes", limits.Predictions.RowBytes);
        Positive("Limits:Predictions:InputCharacters", limits.Predictions.InputCharacters);
        Positive("Limits:Predictions:Candidates", limits.Predictions.Candidates);
        Positive("Limits:Sweep:Jobs", limits.Sweep.Jobs);
        Positive("Limits:Sweep:Minutes", limits.Sweep.Minutes);
        Require("Limits:Dataset:LabelNoiseRows", limits.Dataset.LabelNoiseRows >= 0, "must not be negative");
        Positive("Limits:Dataset:TokenizedRows", limits.Dataset.TokenizedRows);
        Positive("Database:BusyTimeoutMilliseconds", options.Database.BusyTimeoutMilliseconds);
        Positive("Database:MigrationWaitSeconds", options.Database.MigrationWaitSeconds);

        WorkerOptions workers = options.Workers;
        Require("Workers:Count", workers.Count is >= 0 and <= 64, "must be from 0 to 64");
        Require("Workers:Device", workers.Device is "auto" or "cpu" or "cuda", "must be auto, cpu or cuda");
        Require("Workers:Threads", workers.Threads is null or > 0, "must be greater than 0");
        Require("Workers:StopGraceSeconds", workers.StopGraceSeconds is >= 0 and <= 3600, "must be from 0 to 3600");
        Require("Workers:PollMilliseconds", workers.PollMilliseconds is >= 10 and <= 60_000, "must be from 10 to 60000");
        Positive("Workers:ChunkRows", workers.ChunkRows);
        Positive("Workers:ChunkBytes", workers.ChunkBytes);
        Positive("Workers:MaxOutputBytes", workers.MaxOutputBytes);

        ServingOptions serving = options.Serving;
        Require("Serving:Device", serving.Device is "auto" or "cpu" or "cuda", "must be auto, cpu or cuda");
        Positive("Serving:MemoryBytes", serving.MemoryBytes);
        Positive("Serving:BatchTokens", serving.BatchTokens);
        Positive("Serving:RequestInputs", serving.RequestInputs);
        Require("Serving:QueueInputs", serving.QueueInputs >= serving.RequestInputs, "must not be less than Serving:RequestInputs");
        Positive("Serving:InputCharacters", serving.InputCharacters);
        Positive("Serving:ConcurrentGenerations", serving.ConcurrentGenerations);
        Positive("Serving:GeneratedTokens", serving.GeneratedTokens);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Positive(string setting, long value) => Require(setting, value > 0, "must be greater than 0");

        void Require(string setting, bool holds, string rule)
        {
            if (!holds)
            {
                failures.Add($"{HoneOptions.Section}:{setting} {rule}.");
            }
        }
    }
}
