using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hone.Benchmarks.CommandLine;

namespace Hone.Benchmarks.Speed.Serving;

/// <summary>A client of <c>/predict</c> that asks about one text after the other.</summary>
/// <param name="client">Speaks to the service.</param>
/// <param name="model">The model.</param>
internal sealed class PredictionClient(HttpClient client, string model)
{
    private const string Inference = "inference;dur=";

    /// <summary>Asks about a text.</summary>
    /// <returns>The time until the whole answer was there, and that in which the model computed, by the service's account.</returns>
    /// <exception cref="MeasurementException">It was refused.</exception>
    public async Task<(TimeSpan Total, TimeSpan Computing)> AskAsync(string text, CancellationToken cancellationToken)
    {
        using ByteArrayContent content = new(JsonSerializer.SerializeToUtf8Bytes(new { model, inputs = text })) { Headers = { ContentType = new("application/json") } };
        long start = Stopwatch.GetTimestamp();
        using HttpResponseMessage response = await client.PostAsync("predict", content, cancellationToken);
        await response.Content.ReadAsByteArrayAsync(cancellationToken);
        TimeSpan total = Stopwatch.GetElapsedTime(start);
        return response.IsSuccessStatusCode
            ? (total, Computing(response))
            : throw new MeasurementException($"/predict answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
    }

    /// <summary>Asks for some time with so many clients at once, each of which asks again as soon as it has its answer.</summary>
    /// <param name="texts">What is asked about, one after the other.</param>
    /// <param name="clients">How many.</param>
    /// <param name="time">How long.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Texts a second, and the median time of an answer in milliseconds.</returns>
    public (double Rate, double MedianMilliseconds) Load(IReadOnlyList<string> texts, int clients, TimeSpan time, CancellationToken cancellationToken)
    {
        int next = -1;
        long start = Stopwatch.GetTimestamp();
        List<double>[] times = Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(AskOnAsync, cancellationToken))).GetAwaiter().GetResult();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double[] all = [.. times.SelectMany(each => each)];
        return (all.Length / seconds, Median.Of(all));

        async Task<List<double>> AskOnAsync()
        {
            List<double> milliseconds = [];
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                int text = Interlocked.Increment(ref next) % texts.Count;
                milliseconds.Add((await AskAsync(texts[text], cancellationToken)).Total.TotalMilliseconds);
            }

            return milliseconds;
        }
    }

    private static TimeSpan Computing(HttpResponseMessage response)
    {
        string timing = response.Headers.GetValues("Server-Timing").Single();
        int start = timing.IndexOf(Inference, StringComparison.Ordinal) + Inference.Length;
        int end = timing.IndexOf(',', start);
        return TimeSpan.FromMilliseconds(double.Parse(timing.AsSpan(start, (end < 0 ? timing.Length : end) - start), CultureInfo.InvariantCulture));
    }
}
