using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Hone.Api.Jobs;
using Hone.Domain;
using Hone.Domain.Jobs;

namespace Hone.Api.Tests.Jobs;

/// <summary>A record of a job's history with its place in it.</summary>
internal sealed record FollowedEvent(long Id, JobEvent Record);

/// <summary>Asks for jobs and waits for what becomes of them, by the stream of their events.</summary>
internal static class JobFollowing
{
    public static async Task<JobResponse> SubmitAsync(this HttpClient client, string kind, object body)
    {
        using HttpResponseMessage response = await client.PostAsJsonAsync($"/jobs/{kind}", body, HoneJson.Options);
        JobResponse job = await response.ReadAsync<JobResponse>(HttpStatusCode.Accepted);
        Assert.Equal($"/jobs/{job.Id}", response.Headers.Location?.ToString());
        return job;
    }

    public static async Task<JobResponse> GetJobAsync(this HttpClient client, Guid id)
    {
        using HttpResponseMessage response = await client.GetAsync(new Uri($"/jobs/{id}", UriKind.Relative));
        return await response.ReadAsync<JobResponse>();
    }

    /// <summary>The records after a place in the history, until the job is finished.</summary>
    public static async IAsyncEnumerable<FollowedEvent> FollowAsync(
        this HttpClient client,
        Guid id,
        long? after = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"/jobs/{id}/events");
        if (after is not null)
        {
            request.Headers.Add("Last-Event-ID", $"{after}");
        }

        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NoContent)
        {
            yield break;
        }

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        await using Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (SseItem<string> item in SseParser.Create(stream).EnumerateAsync(cancellationToken))
        {
            if (item.EventType != "heartbeat")
            {
                JobEvent record = JsonSerializer.Deserialize<JobEvent>(item.Data, HoneJson.Options)!;
                Assert.Equal(JsonNamingPolicy.KebabCaseLower.ConvertName(record.Kind.ToString()), item.EventType);
                yield return new FollowedEvent(long.Parse(item.EventId!), record);
            }
        }
    }

    /// <summary>Waits until the job's history holds a record.</summary>
    public static async Task<FollowedEvent> WaitForAsync(this HttpClient client, Guid id, Func<JobEvent, bool> condition) =>
        await client.FollowAsync(id, cancellationToken: TestContext.Current.CancellationToken).FirstAsync(followed => condition(followed.Record));

    /// <summary>Waits until the job is finished.</summary>
    public static async Task<JobResponse> WaitForEndAsync(this HttpClient client, Guid id)
    {
        FollowedEvent last = await client.FollowAsync(id, cancellationToken: TestContext.Current.CancellationToken).LastAsync();
        Assert.Equal(JobEventKind.Status, last.Record.Kind);
        JobResponse job = await client.GetJobAsync(id);
        Assert.Equal(last.Record.Status, job.Status);
        return job;
    }
}
