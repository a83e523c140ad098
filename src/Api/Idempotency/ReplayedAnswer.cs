using System.Net.Mime;
using System.Text;

namespace Hone.Api.Idempotency;

/// <summary>Gives an answer for a second time.</summary>
internal sealed class ReplayedAnswer(StoredAnswer answer) : IResult
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.Location = answer.Location;
        return Results.Content(answer.Body, MediaTypeNames.Application.Json, Encoding.UTF8, answer.Status).ExecuteAsync(httpContext);
    }
}
