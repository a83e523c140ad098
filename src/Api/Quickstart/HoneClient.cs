using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Hone.Api.Errors;
using Hone.Domain;
using Hone.Domain.Jobs;

namespace Hone.Api.Quickstart;

/// <summary>Speaks to the service over HTTP, as any client would.</summary>
/// <param name="http">Has the service's address as its base address and no time limit of its own.</param>
internal sealed class HoneClient(HttpClient http)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>What a resource looks like; null when there is none.</summary>
    /// <exception cref="QuickstartException">The service refuses.</exception>
    public async Task<JsonElement?> FindAsync(string path, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await http.GetAsync(path, cancellationToken);
        return response.StatusCode == HttpStatusCode.NotFound ? null : await ReadAsync($"GET {path}", response, cancellationToken);
    }

    /// <summary>Posts a JSON document and reads the answer.</summary>
    /// <exception cref="QuickstartException">The service refuses.</exception>
    public async Task<JsonElement> PostAsync(string path, object body, CancellationToken cancellationToken)
    {
        using ByteArrayContent content = new(JsonSerializer.SerializeToUtf8Bytes(body, HoneJson.Options));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await PostAsync(path, content, cancellationToken);
    }

    /// <summary>Posts a body as it is and reads the answer.</summary>
    /// <exception cref="QuickstartException">The service refuses.</exception>
    public async Task<JsonElement> PostAsync(string path, HttpContent content, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await http.PostAsync(path, content, cancellationToken);
        return await ReadAsync($"POST {path.Split('?')[0]}", response, cancellationToken);
    }

    /// <summary>The records of a job's history until it is finished; a stream that breaks off is taken up where it ended.</summary>
    /// <exception cref="QuickstartException">The service refuses.</exception>
    public async IAsyncEnumerable<JobEvent> FollowAsync(string jobId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? last = null;
        while (true)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, $"/jobs/{jobId}/events");
            if (last is not null)
            {
                request.Headers.Add("Last-Event-ID", last);
            }

            using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.StatusCode == HttpStatusCode.NoContent)
            {
                yield break;
            }

            if (!response.IsSuccessStatusCode)
            {
                await ReadAsync($"GET /jobs/{jobId}/events", response, cancellationToken);
            }

            await using Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            await using IAsyncEnumerator<SseItem<string>> items = SseParser.Create(stream).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await MoveNextAsync(items))
            {
                last = items.Current.EventId ?? last;
                if (items.Current.EventType != "heartbeat")
                {
                    yield return JsonSerializer.Deserialize<JobEvent>(items.Current.Data, HoneJson.Options)!;
                }
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    /// <summary>Moves on; a connection that was lost is an end like any other, because the stream can be resumed.</summary>
    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<SseItem<string>> items)
    {
        try
        {
            return await items.MoveNextAsync();
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task<JsonElement> ReadAsync(string request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        string body = await response.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            if (response.IsSuccessStatusCode)
            {
                return JsonSerializer.Deserialize<JsonElement>(body, HoneJson.Options);
            }

            ProblemResponse problem = JsonSerializer.Deserialize<ProblemResponse>(body, HoneJson.Options)!;
            throw new QuickstartException($"{request} was refused ({problem.Status}, {problem.Code}): {problem.Detail}");
        }
        catch (JsonException unexpected)
        {
            throw new QuickstartException($"{request} was answered with status {(int)response.StatusCode} and something that is not the service's.", unexpected);
        }
    }
}
