using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Hone.Benchmarks.CommandLine;
using Hone.Benchmarks.Services;
using Hone.Training.Tokenization;

namespace Hone.Benchmarks.Speed.Serving;

/// <summary>
/// <c>/predict</c> over HTTP, on the loopback interface, with a service in a process of its own: what it adds to the model's own time, how much many clients get
/// out of it, what a training beside it does to it, and how soon it answers after its start. The clients are in this process, on the same processor.
/// </summary>
internal sealed class HttpMeasurement : ISpeedMeasurement
{
    private const string Corpus = "speed";
    private const int SingleRequests = 400;
    private const int SingleTokens = 32;
    private const int WarmUpRequests = 100;
    private const int ManyTexts = 192;
    private const int Clients = 64;
    private static readonly TimeSpan LoadTime = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LongestJobStart = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public string Name => "http";

    /// <inheritdoc/>
    public string Summary => "/predict: overhead, many clients, a training next door, and the first answer after a start";

    /// <inheritdoc/>
    public IEnumerable<SpeedRow> Measure(SpeedOptions options, CancellationToken cancellationToken)
    {
        if (options.Data is null)
        {
            throw new MeasurementException($"The measurement {Name} is of real texts: --data is missing.");
        }

        using TemporaryFolder folder = new();
        IReadOnlyList<string> texts = ClassifierSize.ReadTexts(options.Data, folder.In("texts"), cancellationToken);
        foreach (ClassifierSize size in new[] { ClassifierSize.Mini, ClassifierSize.Base })
        {
            Stopwatch clock = Stopwatch.StartNew();
            string directory = folder.In(size.Name);
            size.Write(directory, texts, cancellationToken);
            string data = folder.In($"data-{size.Name}");
            using (ServiceProcess service = new(data, workers: 1, cancellationToken))
            {
                service.ImportModel(size.Name, directory, cancellationToken);
                PredictionClient client = new(service.Client, size.Name);
                yield return MeasureMany(client, size, directory, texts, options, clock, cancellationToken);
                if (size == ClassifierSize.Mini)
                {
                    string single = FindText(directory, texts);
                    yield return MeasureOverhead(client, size, single, options, clock, cancellationToken);
                    yield return MeasureBesideTraining(service, client, size, single, texts, options, clock, cancellationToken);
                }
            }

            if (size == ClassifierSize.Mini)
            {
                yield return MeasureStart(data, size, texts[0], options, clock, cancellationToken);
            }
        }
    }

    private static SpeedRow MeasureOverhead(PredictionClient client, ClassifierSize size, string text, SpeedOptions options, Stopwatch clock, CancellationToken cancellationToken)
    {
        Ask(client, text, WarmUpRequests, cancellationToken);
        IReadOnlyList<IReadOnlyList<double>> taken = Interleaved.Take(
            options.Rounds,
            [() => Median.Of([.. Ask(client, text, SingleRequests, cancellationToken).Select(answer => (answer.Total - answer.Computing).TotalMilliseconds)])],
            cancellationToken);
        return Row(
            $"/predict, one client, one text of {SingleTokens} tokens, {size}: median time above the model's own",
            "ms",
            peer: null,
            new SpeedGoal(GoalBound.AtMost, 0.5),
            taken[0],
            theirs: null,
            clock);
    }

    private static SpeedRow MeasureMany(
        PredictionClient client, ClassifierSize size, string directory, IReadOnlyList<string> texts, SpeedOptions options, Stopwatch clock, CancellationToken cancellationToken)
    {
        string[] chosen = [.. texts.Where((_, index) => index % (texts.Count / ManyTexts) == 0).Take(ManyTexts)];
        using InProcessService inProcess = new(directory);
        inProcess.Compute([.. chosen.Select(inProcess.Encode)]);
        client.Load(chosen, Clients, LoadTime, cancellationToken);
        IReadOnlyList<IReadOnlyList<double>> taken = Interleaved.Take(
            options.Rounds, [() => client.Load(chosen, Clients, LoadTime, cancellationToken).Rate, InProcess], cancellationToken);
        return Row(
            $"/predict, {Clients} clients, one text a request, {size}",
            "texts/s",
            "batches in process, tokenising included",
            new SpeedGoal(GoalBound.AtLeast, 0.8),
            taken[0],
            taken[1],
            clock);

        double InProcess()
        {
            int done = 0;
            long start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start) < LoadTime)
            {
                inProcess.Compute([.. chosen.Select(inProcess.Encode)]);
                done += chosen.Length;
            }

            return done / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }

    private static SpeedRow MeasureBesideTraining(
        ServiceProcess service,
        PredictionClient client,
        ClassifierSize size,
        string text,
        IReadOnlyList<string> texts,
        SpeedOptions options,
        Stopwatch clock,
        CancellationToken cancellationToken)
    {
        using (StringContent corpus = new(string.Join("\n\n", texts)))
        {
            service.Send(HttpMethod.Post, $"corpora?name={Corpus}&format=text", corpus, cancellationToken);
        }

        List<double> idle = [];
        List<double> beside = [];
        for (int round = 0; round < options.Rounds; round++)
        {
            idle.Add(MedianTime());
            string job = StartTraining(service, cancellationToken);
            beside.Add(MedianTime());
            service.Send(HttpMethod.Post, $"jobs/{job}/cancel", content: null, cancellationToken);
            WaitFor(service, job, state => state is "cancelled", cancellationToken);
        }

        return Row(
            $"/predict, one client, one text of {SingleTokens} tokens, {size}: median time while a job pretrains",
            "ms",
            "the same while none does",
            new SpeedGoal(GoalBound.AtMost, 2.5),
            beside,
            idle,
            clock);

        double MedianTime() => Median.Of([.. Ask(client, text, SingleRequests, cancellationToken).Select(answer => answer.Total.TotalMilliseconds)]);
    }

    private static SpeedRow MeasureStart(string data, ClassifierSize size, string text, SpeedOptions options, Stopwatch clock, CancellationToken cancellationToken)
    {
        IReadOnlyList<IReadOnlyList<double>> taken = Interleaved.Take(options.Rounds, [FirstAnswer], cancellationToken);
        return Row($"start of the service to the first answer of a model, {size}", "s", peer: null, goal: null, taken[0], theirs: null, clock);

        double FirstAnswer()
        {
            long start = Stopwatch.GetTimestamp();
            using ServiceProcess service = new(data, workers: 0, cancellationToken);
            Ask(new PredictionClient(service.Client, size.Name), text, 1, cancellationToken);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }

    private static SpeedRow Row(
        string what, string unit, string? peer, SpeedGoal? goal, IReadOnlyList<double> ours, IReadOnlyList<double>? theirs, Stopwatch clock) =>
        SpeedRow.Of("http", what, unit, peer, goal, ours, theirs, clock);

    /// <summary>A text of so many tokens.</summary>
    private static string FindText(string directory, IReadOnlyList<string> texts)
    {
        SequenceEncoder encoder = new(Tokenizer.Load(directory), maxLength: 128);
        return texts.First(text => encoder.Encode(text).Ids.Length == SingleTokens);
    }

    private static List<(TimeSpan Total, TimeSpan Computing)> Ask(PredictionClient client, string text, int requests, CancellationToken cancellationToken)
    {
        List<(TimeSpan, TimeSpan)> answers = [];
        for (int request = 0; request < requests; request++)
        {
            answers.Add(client.AskAsync(text, cancellationToken).GetAwaiter().GetResult());
        }

        return answers;
    }

    /// <summary>Starts a pretraining and waits until it takes steps.</summary>
    /// <returns>The job.</returns>
    private static string StartTraining(ServiceProcess service, CancellationToken cancellationToken)
    {
        using JsonContent request = JsonContent.Create(new { model = "beside", corpora = new[] { Corpus }, training = new { steps = 100_000 } });
        string job = JsonDocument.Parse(service.Send(HttpMethod.Post, "jobs/pretrain", request, cancellationToken)).RootElement.GetProperty("id").GetString()!;
        WaitFor(service, job, state => state is "training", cancellationToken);
        return job;
    }

    /// <summary>Waits until a job is in a state, or a running one in a phase.</summary>
    private static void WaitFor(ServiceProcess service, string job, Predicate<string?> isReached, CancellationToken cancellationToken)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (!isReached(State()))
        {
            if (clock.Elapsed > LongestJobStart)
            {
                throw new MeasurementException($"The job is {State()} for too long.");
            }

            cancellationToken.WaitHandle.WaitOne(200);
            cancellationToken.ThrowIfCancellationRequested();
        }

        string? State()
        {
            JsonElement state = JsonDocument.Parse(service.Send(HttpMethod.Get, $"jobs/{job}", content: null, cancellationToken)).RootElement;
            string status = state.GetProperty("status").GetString()!;
            return status == "running" && state.GetProperty("progress") is { ValueKind: JsonValueKind.Object } progress ? progress.GetProperty("phase").GetString() : status;
        }
    }
}
