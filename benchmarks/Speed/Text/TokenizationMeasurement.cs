using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Hone.Benchmarks.CommandLine;
using Hone.Benchmarks.Peers;
using Hone.Benchmarks.Reporting;
using Hone.Domain.Jobs.Specifications;
using Hone.Training.Data;
using Hone.Training.Tokenization;

namespace Hone.Benchmarks.Speed.Text;

/// <summary>How fast texts become token ids, as a pretraining job has them encoded, beside Hugging Face's tokenizers.</summary>
internal sealed class TokenizationMeasurement : ISpeedMeasurement
{
    private const int Pieces = 8_000;

    /// <inheritdoc/>
    public string Name => "tokenization";

    /// <inheritdoc/>
    public string Summary => "WordPiece encoding beside Hugging Face's tokenizers";

    /// <inheritdoc/>
    public IEnumerable<SpeedRow> Measure(SpeedOptions options, CancellationToken cancellationToken)
    {
        Stopwatch clock = Stopwatch.StartNew();
        using EnglishTexts english = new(options, cancellationToken);
        Tokenizer tokenizer = WordPieceTrainer.Train(english.Documents, new TokenizerOptions { VocabularySize = Pieces }, progress: null, cancellationToken);
        string[] texts = [.. english.Sentences()];
        double megabytes = texts.Sum(text => (long)System.Text.Encoding.UTF8.GetByteCount(text)) / 1e6;
        string shard = Path.Combine(english.Folder, "tokens.bin");

        // Encoding takes all processors whatever a job computes with, and so does the peer.
        using NodePeer? peer = options.Tokenizers is { } packages ? new NodePeer(packages, "wordpiece.js", Environment.ProcessorCount) : null;
        string name = "Hugging Face tokenizers (Rust), encodeBatch";
        (long tokens, string hash) = Encode();
        if (peer is not null)
        {
            tokenizer.Save(peer.Folder);
            string file = Path.Combine(peer.Folder, "texts.json");
            File.WriteAllBytes(file, JsonSerializer.SerializeToUtf8Bytes(texts));
            JsonElement answer = peer.Ask(new { tokenizer = Path.Combine(peer.Folder, "tokenizer.json"), texts = file });
            name = $"Hugging Face tokenizers (Rust, npm {answer.GetProperty("version").GetString()}), encodeBatch";
            if (answer.GetProperty("sha256").GetString() != hash)
            {
                throw new MeasurementException($"The peer's {answer.GetProperty("tokens").GetInt64():N0} ids are not Hone's {tokens:N0}.");
            }
        }

        List<Func<double>> figures = [() => megabytes / Time(texts, tokenizer, shard, cancellationToken)];
        if (peer is not null)
        {
            figures.Add(() => megabytes / peer.Ask(new { }).GetProperty("seconds").GetDouble());
        }

        IReadOnlyList<IReadOnlyList<double>> taken = Interleaved.Take(options.Rounds, figures, cancellationToken);
        yield return new SpeedRow
        {
            Measurement = Name,
            MeasuredAt = DateTime.UtcNow,
            Machine = Machine.Describe(),
            Seed = 0, // nothing is drawn
            Minutes = clock.Elapsed.TotalMinutes,
            What = $"WordPiece encoding, {english.Description} in {texts.Length:N0} texts, all processors",
            Unit = "MB/s",
            Peer = name,
            Goal = new SpeedGoal(GoalBound.AtLeast, 5),
            Ours = taken[0],
            Theirs = taken.Count > 1 ? taken[1] : null,
        };

        (long Tokens, string Hash) Encode()
        {
            using TokenShard encoded = Create(texts, tokenizer, shard, cancellationToken);
            int[] ids = new int[encoded.Length];
            encoded.Read(0, ids);
            int[] kept = [.. ids.Where(id => id != tokenizer.SeparatorId)];
            return (kept.Length, Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(kept.AsSpan()))));
        }
    }

    private static double Time(string[] texts, Tokenizer tokenizer, string shard, CancellationToken cancellationToken)
    {
        Stopwatch clock = Stopwatch.StartNew();
        Create(texts, tokenizer, shard, cancellationToken).Dispose();
        return clock.Elapsed.TotalSeconds;
    }

    private static TokenShard Create(string[] texts, Tokenizer tokenizer, string shard, CancellationToken cancellationToken) =>
        TokenShard.Create(shard, texts, tokenizer, _ => { }, cancellationToken) ?? throw new MeasurementException("The texts hold no token.");
}
